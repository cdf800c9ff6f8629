import { assumptions as a, environmentProfiles, type EnvironmentName } from './assumptions.ts';
import { afterAllowance, costOf, daysPerMonth, hoursPerMonth, priceOf, type PriceTable } from './prices.ts';

export interface Load {
  readonly environment: EnvironmentName;
  /** Over all use cases. */
  readonly predictionsPerDay: number;
  readonly useCases: number;
}

/** Why a line is there: it stands while nobody predicts, runs by the clock, or comes with each prediction. */
export type Cause = 'idle' | 'schedule' | 'prediction';

export interface UsageLine {
  readonly price: string;
  readonly service: string;
  readonly unit: string;
  readonly cause: Cause;
  readonly unitsPerMonth: number;
  readonly usd: number;
  /** Where the account uses its always-free allowance for nothing else. */
  readonly usdWithAllowance: number;
}

interface Use {
  readonly price: string;
  readonly cause: Cause;
  readonly units: number;
}

const kiBPerGiB = 1024 ** 2;

const idleUses = ({ environment, useCases }: Load): readonly Use[] => {
  const { interfaceEndpoints, zones, dashboards } = environmentProfiles[environment];
  const idle = (price: string, units: number): Use => ({ price, cause: 'idle', units });
  return [
    idle('kms-key-month', a.shared.kmsKeys),
    idle('secret-month', a.shared.secrets),
    idle('dashboard-month', dashboards ? a.shared.dashboards + useCases * a.useCase.dashboards : 0),
    idle('alarm-month', a.shared.alarmMetrics + useCases * a.useCase.alarmMetrics),
    idle('interface-endpoint-hour', interfaceEndpoints * zones * hoursPerMonth),
  ];
};

const scheduledUses = ({ useCases, predictionsPerDay }: Load): readonly Use[] => {
  const u = a.useCase;
  const runs = useCases * u.scheduledRunsPerDay * daysPerMonth;
  // Without predictions a window looks, finds too few rows and ends.
  const rowsPerWindow = Math.min(u.windowMaximumRows, predictionsPerDay / Math.max(1, useCases) / 24);
  const windows = useCases * hoursPerMonth;
  const timed = (price: string, units: number): Use => ({ price, cause: 'schedule', units });
  return [
    timed('schedule-invocation', runs),
    timed('lambda-request', runs),
    timed('lambda-gb-second-arm64', runs * u.windowSeconds * (u.windowMiB / 1024)),
    // Reading 4 KiB costs a unit, half of one where it may be a second old.
    timed('dynamodb-read-unit', windows * (1 + (rowsPerWindow * a.prediction.itemKiB) / 4 / 2)),
    timed('s3-put', windows * 2),
    timed(
      'states-transition',
      predictionsPerDay > 0 ? useCases * u.retrainingsPerMonth * u.transitionsPerRetraining : 0,
    ),
    // CloudWatch charges a metric for the hours in which values came.
    timed('metric-month', predictionsPerDay > 0 ? useCases * u.customMetrics : 0),
  ];
};

/** CloudWatch Logs keeps text compressed; AWS's own examples take this share. */
const storedShareOfLog = 0.15;
/** X-Ray's default rule samples one request in twenty. */
const tracedShare = 0.05;

const predictionUses = ({ environment, predictionsPerDay }: Load): readonly Use[] => {
  const p = a.prediction;
  const { logRetentionDays, tracing } = environmentProfiles[environment];
  const month = predictionsPerDay * daysPerMonth;
  const logGiB = (month * p.logKiB) / kiBPerGiB;
  const storedGiB = (predictionsPerDay * a.recordsKeptDays * p.itemKiB * (1 + p.indexWrites)) / kiBPerGiB;
  const tableGiB = storedGiB / (1 + p.indexWrites);
  const alerts = month * p.positiveShare * a.alertsPerPositive;
  const each = (price: string, units: number): Use => ({ price, cause: 'prediction', units });
  return [
    each('http-api-request', month * p.apiRequests),
    each('lambda-request', month),
    each('lambda-gb-second-arm64', (month * p.lambdaMilliseconds * p.lambdaMiB) / 1000 / 1024),
    each('dynamodb-write-unit', month * Math.ceil(p.itemKiB) * (1 + p.indexWrites)),
    each('dynamodb-gb-month', storedGiB),
    each('dynamodb-pitr-gb-month', tableGiB),
    each('logs-gb-ingested', logGiB),
    each('logs-gb-month', logGiB * storedShareOfLog * (logRetentionDays / daysPerMonth)),
    each('cloudtrail-data-event', month * p.auditedCalls),
    each('sns-publish', alerts),
    each('sns-email', alerts * a.alertEmails),
    each('xray-trace', tracing ? month * tracedShare : 0),
  ];
};

/** What a month costs, line by line: first what stands, then what the clock starts, then what predictions cost. */
export function usageCost(load: Load, prices: PriceTable): readonly UsageLine[] {
  return [...idleUses(load), ...scheduledUses(load), ...predictionUses(load)]
    .filter(({ units }) => units > 0)
    .map(({ price, cause, units }) => {
      const known = priceOf(prices, price);
      return {
        price,
        service: known.service,
        unit: known.unit,
        cause,
        unitsPerMonth: units,
        usd: costOf(known, units),
        usdWithAllowance: afterAllowance(known, units),
      };
    });
}

export const totalOf = (lines: readonly UsageLine[]): number =>
  lines.reduce((sum, line) => sum + line.usd, 0);
export const totalWithAllowances = (lines: readonly UsageLine[]): number =>
  lines.reduce((sum, line) => sum + line.usdWithAllowance, 0);
