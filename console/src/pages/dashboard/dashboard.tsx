import Box from '@mui/material/Box';
import { Suspense } from 'react';
import { useAlarms, useCosts, useHealth, useStatus, useTraffic, useUseCase } from '../../api/queries.ts';
import { HourBars } from '../../charts/hour-bars.tsx';
import { Columns, Page } from '../../layout/page.tsx';
import { Failure, Loading, Notice } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { plural, shortCount } from '../../format/number.ts';
import { Moment } from '../../parts/moment.tsx';
import { useSession } from '../../session/session.tsx';
import { Alarms } from './alarms.tsx';
import { LatestRetraining } from './latest-retraining.tsx';
import { Quality } from './quality.tsx';
import { CostTile, DriftTile, HealthTile, RetrainingTile, ServedTile, TrafficTile } from './tiles.tsx';
import { lazyPart } from '../../parts/lazy-part.ts';

const Switch = lazyPart(() => import('./switch.tsx'));

/** How things stand, at a glance. */
export function Dashboard() {
  const { may } = useSession();
  const status = useStatus();
  const health = useHealth();
  const alarms = useAlarms();
  const traffic = useTraffic();
  const costs = useCosts();
  const useCase = useUseCase();
  const positive = useCase.data?.target.positive.label ?? 'positive';
  const { data } = status;
  return (
    <Page
      title="Dashboard"
      lead={useCase.data?.description ?? ' '}
      actions={
        data && may('admin') ? (
          <Suspense fallback={<Box sx={{ height: 36 }} />}>
            <Switch status={data} />
          </Suspense>
        ) : null
      }
    >
      {status.error && !data ? <Failure error={status.error} retry={status.refetch} /> : null}
      {data?.paused && data.switch ? (
        <Notice tone="warn" icon="pause">
          <strong>Paused.</strong> {data.switch.by} stopped serving and retraining{' '}
          <Moment at={data.switch.at} />: {data.switch.reason}
        </Notice>
      ) : null}
      <Box sx={tiles}>
        <ServedTile status={data} />
        <HealthTile health={health.data} failed={health.error !== null} alarms={alarms.data?.alarms} />
        <DriftTile status={data} />
        <RetrainingTile status={data} />
        <TrafficTile traffic={traffic.data} failed={traffic.error !== null} />
        <CostTile costs={costs.data} failed={costs.error !== null} />
      </Box>
      <Columns minimum={420}>
        <Panel
          title="Predictions by hour"
          hint={
            traffic.data
              ? `${shortCount(traffic.data.hours.reduce((sum, hour) => sum + hour.predictions, 0))}${traffic.data.more ? ' or more' : ''} in the last ${plural(traffic.data.hours.length, 'hour')}`
              : 'The last 24 hours'
          }
        >
          {traffic.data ? (
            <HourBars hours={traffic.data.hours} positive={positive} />
          ) : traffic.error ? (
            <Failure error={traffic.error} retry={traffic.refetch} />
          ) : (
            <Loading lines={5} height={148} />
          )}
        </Panel>
        <Panel title="Needs somebody" hint="Worst first, each with what to do" flush>
          <Alarms alarms={alarms.data?.alarms} error={alarms.error} retry={alarms.refetch} />
        </Panel>
      </Columns>
      <Columns minimum={420}>
        <Quality status={data} />
        <LatestRetraining status={data} />
      </Columns>
    </Page>
  );
}

const tiles = {
  display: 'grid',
  gap: { xs: 1.5, sm: 2.5 },
  gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(3, 1fr)', xl: 'repeat(6, 1fr)' },
} as const;
