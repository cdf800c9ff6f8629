import { Suspense } from 'react';
import { useSearchParams } from 'react-router';
import { useAlarms, useCoverage, useFairness, useQuality, useTimeline } from '../../api/queries.ts';
import { Columns, Page } from '../../layout/page.tsx';
import { Empty, Failure, Loading } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Alarms } from '../dashboard/alarms.tsx';
import { Subgroups } from '../models/subgroups.tsx';
import { Coverage } from './coverage.tsx';
import { HeatMap } from './heat-map.tsx';
import { WindowDetail } from './window-detail.tsx';
import { lazyPart } from '../../parts/lazy-part.ts';

const QualityChart = lazyPart(() => import('../../charts/quality-chart.tsx'));

/** Whether the world still is what the model was made for. */
export default function Monitoring() {
  const [search, setSearch] = useSearchParams();
  const timeline = useTimeline();
  const alarms = useAlarms();
  const quality = useQuality();
  const coverage = useCoverage();
  const fairness = useFairness();
  const chosen = search.get('window') ?? timeline.data?.windows.at(-1)?.windowId;
  const choose = (window: string): void => setSearch({ window }, { replace: true });
  return (
    <Page
      title="Monitoring"
      lead="Drift by feature and window, how good it is by confirmed diagnoses, and for whom."
    >
      <Panel
        title="Drift"
        hint="Each column is a window of predictions, the latest on the right; choose one to look into it"
        flush
      >
        {timeline.error && !timeline.data ? (
          <Failure error={timeline.error} retry={timeline.refetch} />
        ) : !timeline.data ? (
          <Loading lines={10} height={400} />
        ) : timeline.data.windows.length === 0 ? (
          <Empty title="No window was judged yet" icon="monitoring">
            Drift is judged once enough predictions were made.
          </Empty>
        ) : (
          <HeatMap timeline={timeline.data} chosen={chosen} onChoose={choose} />
        )}
      </Panel>
      {chosen === undefined ? null : <WindowDetail windowId={chosen} />}
      <Columns minimum={420}>
        <Panel title="Quality over time" hint="By confirmed diagnoses, window by window">
          {quality.error && !quality.data ? (
            <Failure error={quality.error} retry={quality.refetch} />
          ) : !quality.data ? (
            <Loading lines={8} height={260} />
          ) : quality.data.windows.length === 0 ? (
            <Empty title="Not measured yet">It is measured once enough diagnoses are confirmed.</Empty>
          ) : (
            <Suspense fallback={<Loading height={260} />}>
              <QualityChart windows={quality.data.windows} />
            </Suspense>
          )}
        </Panel>
        <Panel title="Confirmed diagnoses" hint="Of each day's predictions, the last two weeks">
          {coverage.error && !coverage.data ? (
            <Failure error={coverage.error} retry={coverage.refetch} />
          ) : !coverage.data ? (
            <Loading lines={8} height={260} />
          ) : (
            <Coverage coverage={coverage.data} />
          )}
        </Panel>
      </Columns>
      <Columns minimum={420}>
        {fairness.error && !fairness.data ? (
          <Failure error={fairness.error} retry={fairness.refetch} />
        ) : (
          <Subgroups subgroups={fairness.data?.subgroups ?? []} />
        )}
        <Panel title="Alarms" hint="Worst first, each with its section of the runbook" flush>
          <Alarms alarms={alarms.data?.alarms} error={alarms.error} retry={alarms.refetch} />
        </Panel>
      </Columns>
    </Page>
  );
}
