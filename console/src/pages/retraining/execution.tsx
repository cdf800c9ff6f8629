import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useParams } from 'react-router';
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
import { MachineDrawing } from './machine-drawing.tsx';
import { StateTable } from './state-table.tsx';
import { why } from './why.ts';

/** One retraining: the way that it took through the state machine. */
export default function Execution() {
  const { name = '' } = useParams();
  const useCase = useUseCaseName();
  const now = useNow();
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
  return (
    <Page
      title={`Retraining: ${reasonTitle(data.trigger.reason).toLowerCase()}`}
      lead={<Status tone={toneOf(said)}>{statusTitle(said)}</Status>}
    >
      <Panel title="The way it took" hint="Lit: what was passed" flush>
        {data.states ? (
          <MachineDrawing visits={data.states} />
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
      {data.states ? <StateTable states={data.states} /> : null}
    </Page>
  );
}
