import Skeleton from '@mui/material/Skeleton';
import type { ReactNode } from 'react';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { dollars, measure, plural, shortCount } from '../../format/number.ts';
import { reasonTitle, statusTitle } from '../../format/words.ts';
import { Moment } from '../../parts/moment.tsx';
import { Status } from '../../parts/status.tsx';
import { Tile } from '../../parts/tile.tsx';
import { toneOf } from '../../parts/tones.ts';

export type StatusData = ApiAnswer<'getStatus'>['useCases'][number];
type MaybeStatus = StatusData | undefined;

const waiting = <Skeleton variant="text" animation={false} width={96} />;
const waitingNote = <Skeleton variant="text" animation={false} width="70%" />;

export function ServedTile({ status }: { readonly status: MaybeStatus }) {
  const live = status?.live;
  return (
    <Tile
      name="In service"
      value={status ? (live ? `Version ${live.version}` : 'Nothing yet') : waiting}
      note={
        status ? (
          live ? (
            <>
              since <Moment at={live.since} />
            </>
          ) : (
            'Train and approve a first version'
          )
        ) : (
          waitingNote
        )
      }
    />
  );
}

export function HealthTile(props: {
  readonly health: ApiAnswer<'getHealth'> | undefined;
  readonly failed: boolean;
  readonly alarms: ApiAnswer<'listAlarms'>['alarms'] | undefined;
}) {
  const { health, alarms } = props;
  const bad = health?.checks.filter((check) => check.status === 'failed') ?? [];
  const urgent = alarms?.filter(({ severity }) => severity !== 'info').length ?? 0;
  const value = (): ReactNode => {
    if (props.failed) return <Status tone="bad">Unreachable</Status>;
    if (!health) return waiting;
    if (health.status === 'degraded') return <Status tone="bad">Degraded</Status>;
    return urgent > 0 ? (
      <Status tone="warn">{plural(urgent, 'alarm')}</Status>
    ) : (
      <Status tone="good">Healthy</Status>
    );
  };
  return (
    <Tile
      name="Health"
      value={value()}
      note={
        health
          ? bad.length > 0
            ? `Failed: ${bad.map(({ name }) => name).join(', ')}`
            : `${plural(health.checks.length, 'check')} passed`
          : props.failed
            ? 'The platform did not answer'
            : waitingNote
      }
    />
  );
}

export function DriftTile({ status }: { readonly status: MaybeStatus }) {
  const drift = status?.drift;
  return (
    <Tile
      name="Last drift check"
      value={
        status ? (
          drift ? (
            <Status tone={drift.event ? 'bad' : drift.drifted ? 'warn' : 'good'}>
              {drift.event ? 'Confirmed' : drift.drifted ? 'Suspected' : 'No drift'}
            </Status>
          ) : (
            'Not yet'
          )
        ) : (
          waiting
        )
      }
      note={
        status ? (
          drift ? (
            <>
              PSI at most {measure(drift.psiMax)} · <Moment at={drift.judgedAt} />
            </>
          ) : (
            'Waits for enough predictions'
          )
        ) : (
          waitingNote
        )
      }
    />
  );
}

export function RetrainingTile({ status }: { readonly status: MaybeStatus }) {
  const last = status?.lastExecution;
  const said = last ? (last.outcome ?? last.status) : '';
  return (
    <Tile
      name="Last retraining"
      value={status ? last ? <Status tone={toneOf(said)}>{statusTitle(said)}</Status> : 'None yet' : waiting}
      note={
        status ? (
          last ? (
            <>
              {reasonTitle(last.trigger.reason)} · <Moment at={last.startedAt} />
            </>
          ) : (
            'Drift, a schedule or a person starts one'
          )
        ) : (
          waitingNote
        )
      }
    />
  );
}

export function TrafficTile(props: {
  readonly traffic: ApiAnswer<'getTraffic'> | undefined;
  readonly failed: boolean;
}) {
  const { traffic } = props;
  const hours = traffic?.hours;
  const latest = hours?.at(-1)?.predictions ?? 0;
  const day = hours?.reduce((sum, hour) => sum + hour.predictions, 0) ?? 0;
  return (
    <Tile
      name="Predictions this hour"
      value={hours ? shortCount(latest) : props.failed ? '–' : waiting}
      note={
        hours
          ? `${shortCount(day)}${props.traffic?.more ? ' or more' : ''} in 24 hours`
          : props.failed
            ? 'Could not be read'
            : waitingNote
      }
    />
  );
}

export function CostTile(props: {
  readonly costs: ApiAnswer<'getCosts'> | undefined;
  readonly failed: boolean;
}) {
  const { costs } = props;
  const per = costs?.useCases[0];
  return (
    <Tile
      name="Cost this month"
      value={costs ? dollars(costs.totalUsd) : props.failed ? '–' : waiting}
      note={
        costs
          ? per
            ? `${dollars(per.usdPer1000Predictions)} per 1,000 predictions, at AWS list prices`
            : 'At AWS list prices'
          : props.failed
            ? 'Could not be read'
            : waitingNote
      }
    />
  );
}
