import Box from '@mui/material/Box';
import { Suspense } from 'react';
import { useParams } from 'react-router';
import { useModel } from '../../api/queries.ts';
import { count } from '../../format/number.ts';
import { statusTitle } from '../../format/words.ts';
import { Columns, Page } from '../../layout/page.tsx';
import { useUseCaseName } from '../../layout/use-case.tsx';
import { Code } from '../../parts/code.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Empty, Failure, Loading } from '../../parts/notices.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { driftReportFact } from '../../parts/drift-report-fact.tsx';
import { TextLink } from '../../parts/text-link.tsx';
import { toneOf } from '../../parts/tones.ts';
import { why } from '../retraining/why.ts';
import { Confusion } from './confusion.tsx';
import { Decisions } from './decisions.tsx';
import { MetricTable } from './metric-table.tsx';
import { ModelCard } from './model-card.tsx';
import { Subgroups } from './subgroups.tsx';
import { lazyPart } from '../../parts/lazy-part.ts';

const Curves = lazyPart(() => import('../../charts/curves.tsx'));

/** One version: why it exists, how good it is, and what may be done with it. */
export default function Model() {
  const { version = '' } = useParams();
  const useCase = useUseCaseName();
  const { data, error, refetch } = useModel(version);
  if (error && !data)
    return (
      <Page title={`Version ${version}`}>
        <Failure error={error} retry={refetch} />
      </Page>
    );
  if (!data)
    return (
      <Page title={`Version ${version}`} lead=" ">
        <Panel>
          <Loading lines={12} height={620} />
        </Panel>
      </Page>
    );
  const { evaluation, trigger } = data;
  return (
    <Page
      title={`Version ${data.version}`}
      lead={<Status tone={toneOf(data.status)}>{statusTitle(data.status)}</Status>}
      actions={<Decisions model={data} />}
    >
      <Columns minimum={420}>
        <Panel title="Why this version?">
          <Facts
            facts={[
              ['Because', why(trigger)],
              [
                'Retraining',
                <TextLink key="e" to={`/${useCase}/retraining/${data.executionName}`}>
                  All its states
                </TextLink>,
              ],
              ...driftReportFact(useCase, trigger.driftReportKey),
              ['Made', <Moment key="m" at={data.createdAt} />],
              [
                'Decided',
                data.approval ? (
                  <>
                    {data.approval.decision} by {data.approval.by} <Moment at={data.approval.at} />
                    {data.approval.reason ? `: ${data.approval.reason}` : ''}
                  </>
                ) : (
                  'not yet'
                ),
              ],
              ['In service', data.inServiceSince ? <Moment key="s" at={data.inServiceSince} /> : 'never'],
              ['Training rows', count(data.rows)],
              ['Data', <Code key="h">{data.snapshotHash.slice(0, 16)}…</Code>],
              ['Model file', <Code key="f">{data.modelHash.slice(0, 16)}…</Code>],
              ['Code version', <Code key="c">{data.codeVersion}</Code>],
            ]}
          />
        </Panel>
        <Panel
          title="How good it is"
          hint={
            data.championVersion === null
              ? 'On held-out rows'
              : `On held-out rows, beside version ${data.championVersion}`
          }
          flush
        >
          <MetricTable
            columns={[
              ...(data.championMetrics
                ? [{ title: `Version ${data.championVersion}`, metrics: data.championMetrics }]
                : []),
              { title: `Version ${data.version}`, metrics: data.metrics },
            ]}
          />
        </Panel>
      </Columns>
      {data.gateReasons.length > 0 ? (
        <Panel title="What the gate said">
          <Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: '0.875rem', display: 'grid', gap: 0.5 }}>
            {data.gateReasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </Box>
        </Panel>
      ) : null}
      {evaluation ? (
        <>
          <Suspense fallback={<Loading height={380} />}>
            <Curves series={[{ title: `Version ${data.version}`, evaluation }]} />
          </Suspense>
          <Columns minimum={420}>
            <Panel title="Confusion matrix" hint={`Of ${count(evaluation.rows.holdout)} held-out rows`}>
              <Confusion matrix={evaluation.confusionMatrix} />
            </Panel>
            <Subgroups subgroups={evaluation.subgroups} />
          </Columns>
        </>
      ) : (
        <Panel title="Curves">
          <Empty title="The evaluation is not there any more">
            Its file has expired; the metrics above remain.
          </Empty>
        </Panel>
      )}
      <ModelCard version={version} />
    </Page>
  );
}
