import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useRef } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { useExecution } from '../../api/queries.ts';
import { between } from '../../format/time.ts';
import { reasonTitle, statusTitle } from '../../format/words.ts';
import { Columns, Page } from '../../layout/page.tsx';
import { useUseCaseName } from '../../layout/use-case.tsx';
import { Code } from '../../parts/code.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Empty, Failure, Loading } from '../../parts/notices.tsx';
import { Moment, useNow } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { driftReportFact } from '../../parts/drift-report-fact.tsx';
import { TextLink } from '../../parts/text-link.tsx';
import { toneOf } from '../../parts/tones.ts';
import { nodes } from './machine.ts';
import { MachineDrawing } from './machine-drawing.tsx';
import { StateDetail } from './state-detail.tsx';
import { StateTable, type State } from './state-table.tsx';
import { why } from './why.ts';

/** One retraining: the way that it took through the state machine. */
export default function Execution() {
  const { name = '' } = useParams();
  const useCase = useUseCaseName();
  const now = useNow();
  const [search, setSearch] = useSearchParams();
  const detail = useRef<HTMLDivElement>(null);
  const { data, error, refetch } = useExecution(name);
  if (error && !data)
    return (
      <Page title="Retraining">
        <Failure error={error} retry={refetch} />
      </Page>
    );
  if (!data)
    return (
      <Page title="Retraining" lead=" ">
        <Panel>
          <Loading lines={12} height={620} />
        </Panel>
      </Page>
    );
  const said = data.outcome ?? data.status;
  const { states } = data;
  const chosen = chosenIn(states, search.get('state'));
  const choose = (id: number): void =>
    setSearch({ state: String(id) }, { replace: true, preventScrollReset: true });
  return (
    <Page
      title={`Retraining: ${reasonTitle(data.trigger.reason).toLowerCase()}`}
      lead={<Status tone={toneOf(said)}>{statusTitle(said)}</Status>}
    >
      <Panel title="The way it took" hint="Lit: what was passed; choose a state to look into it" flush>
        {states ? (
          <MachineDrawing
            visits={states}
            chosen={chosen}
            onChoose={(id) => {
              choose(id);
              // It stands further down, beside the table of states.
              detail.current?.scrollIntoView({ block: 'nearest' });
            }}
          />
        ) : (
          <Empty title="Its states are not known any more">The platform keeps them for some months.</Empty>
        )}
      </Panel>
      <Columns minimum={420}>
        <Panel title="In short">
          <Facts
            facts={[
              ['Why', why(data.trigger)],
              ...driftReportFact(useCase, data.trigger.driftReportKey),
              ['Started', <Moment key="s" at={data.startedAt} />],
              ['Took', between(data.startedAt, data.endedAt, now)],
              [
                'Version',
                data.version === null ? (
                  'none'
                ) : (
                  <TextLink key="v" to={`/${useCase}/models/${data.version}`}>
                    Version {data.version}
                  </TextLink>
                ),
              ],
              ['Name', <Code key="n">{data.name}</Code>],
            ]}
          />
        </Panel>
        <Panel title="What it said">
          {data.reasons.length === 0 ? (
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              {data.endedAt ? 'It ended without a remark.' : 'Nothing yet: it still runs.'}
            </Typography>
          ) : (
            <Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: '0.875rem', display: 'grid', gap: 0.5 }}>
              {data.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </Box>
          )}
        </Panel>
      </Columns>
      {states ? (
        <Columns minimum={420}>
          <StateTable states={states} chosen={chosen?.id} onChoose={choose} />
          <div ref={detail}>{chosen ? <StateDetail execution={data.name} id={chosen.id} /> : null}</div>
        </Columns>
      ) : null}
    </Page>
  );
}

const outcomes = new Set(nodes.filter(({ kind }) => kind !== 'task').map(({ name }) => name));

/** The one that the address names; else what failed last, else how it ended, else where it stands. */
function chosenIn(states: readonly State[] | undefined, id: string | null): State | undefined {
  return (
    states?.find((state) => String(state.id) === id) ??
    states?.findLast(({ status }) => status === 'Failed') ??
    states?.findLast(({ name }) => outcomes.has(name)) ??
    states?.at(-1)
  );
}
