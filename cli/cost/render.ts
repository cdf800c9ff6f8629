import { assumptions, environmentProfiles } from './assumptions.ts';
import { daysPerMonth, type PriceTable } from './prices.ts';
import { boundsOf, type Bound } from './quotas.ts';
import { totalOf, totalWithAllowances, usageCost, type Load, type UsageLine } from './usage.ts';

/** What `modelkeep cost` answers. */
export interface CostReport {
  readonly load: Load;
  readonly prices: { readonly region: string; readonly asOf: string; readonly kind: string };
  /** With nobody predicting: what stands, and what the clock starts. At list price. */
  readonly idleUsdPerMonth: number;
  /** Where what AWS gives away for good serves nothing else. */
  readonly idleUsdPerMonthWithAllowances: number;
  readonly usdPerMonth: number;
  readonly usdPerMonthWithAllowances: number;
  /** Of all that is not shared: what one use case costs a month at this load. */
  readonly usdPerUseCase: number;
  /** Undefined without predictions. */
  readonly usdPerThousandPredictions: number | undefined;
  readonly lines: readonly UsageLine[];
  /** The tightest first. */
  readonly quotas: readonly Bound[];
  readonly assumptions: typeof assumptions;
}

export function costReport(load: Load, prices: PriceTable): CostReport {
  const lines = usageCost(load, prices);
  const idle = usageCost({ ...load, predictionsPerDay: 0 }, prices);
  const alone = usageCost({ ...load, predictionsPerDay: 0, useCases: 0 }, prices);
  const predictions = totalOf(lines.filter((line) => line.cause === 'prediction'));
  const monthly = load.predictionsPerDay * daysPerMonth;
  return {
    load,
    prices: { region: prices.region, asOf: prices.asOf, kind: prices.kind },
    idleUsdPerMonth: totalOf(idle),
    idleUsdPerMonthWithAllowances: totalWithAllowances(idle),
    usdPerMonth: totalOf(lines),
    usdPerMonthWithAllowances: totalWithAllowances(lines),
    usdPerUseCase: load.useCases === 0 ? 0 : (totalOf(lines) - totalOf(alone)) / load.useCases,
    usdPerThousandPredictions: monthly > 0 ? (predictions / monthly) * 1000 : undefined,
    lines,
    quotas: boundsOf(load),
    assumptions,
  };
}

const number = (n: number): string =>
  n >= 1000 ? Math.round(n).toLocaleString('en-US') : String(Number(n.toPrecision(3)));
const money = (usd: number): string =>
  usd.toLocaleString('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: usd > 0 && usd < 0.1 ? 4 : 2,
  });

const titles = {
  idle: 'Stands, though nobody predicts',
  schedule: 'Runs by the clock',
  prediction: 'Comes with predictions',
} as const;

export function renderCost(report: CostReport): string {
  const { load, prices } = report;
  const profile = environmentProfiles[load.environment];
  const lines = [
    `${load.environment}: ${money(report.idleUsdPerMonth)} USD a month idle, ${load.useCases === 1 ? 'with one use case' : `with ${number(load.useCases)} use cases`}, at list price`,
    `  ${money(report.idleUsdPerMonthWithAllowances)} where what AWS gives each account or organisation free for good serves nothing else`,
    ...(load.predictionsPerDay > 0 ? [loadLine(report)] : []),
    `Prices of ${prices.region}, ${prices.asOf}: ${prices.kind}.${otherRegion(profile.region, prices)} ${profile.interfaceEndpoints > 0 ? `Private network: ${profile.interfaceEndpoints} endpoints in ${profile.zones} zones.` : 'No private network.'} ${profile.dashboards ? 'Dashboards: all.' : 'Dashboards: none (dashboards: false in the environment).'}`,
    ...(['idle', 'schedule', 'prediction'] as const).flatMap((cause) => {
      const own = report.lines.filter((line) => line.cause === cause);
      return own.length === 0
        ? []
        : [
            '',
            `${titles[cause]}: ${money(totalOf(own))}`,
            ...own.map(
              (line) =>
                `  ${money(line.usd).padStart(12)}  ${line.service}, ${line.unit}: ${number(line.unitsPerMonth)}`,
            ),
          ];
    }),
    '',
    ...quotaLines(report.quotas),
    '',
    `Taken for granted: ${assumptionsLine}`,
  ];
  return `${lines.join('\n')}\n`;
}

const loadLine = (report: CostReport): string =>
  `${number(report.load.predictionsPerDay)} predictions a day over ${number(report.load.useCases)} use ${report.load.useCases === 1 ? 'case' : 'cases'}: ${money(report.usdPerMonth)} USD a month (${money(report.usdPerMonthWithAllowances)} after allowances), ${money(report.usdPerUseCase)} for each use case, ${money(report.usdPerThousandPredictions ?? 0)} for 1,000 predictions`;

/** Keys, secrets, alarms and dashboards cost the same in every commercial region; requests and storage do not. */
const otherRegion = (region: string, prices: CostReport['prices']): string =>
  region === prices.region
    ? ''
    : ` The environment stands in ${region}: what is idle costs the same there, use may cost more.`;

function quotaLines(quotas: readonly Bound[]): readonly string[] {
  const binding = quotas.filter((bound) => bound.binds);
  const near = quotas.filter((bound) => !bound.binds).slice(0, 3);
  const line = ({ quota, demand, use }: Bound, i: number): string =>
    `  ${i + 1}. ${quota.service}, ${quota.what}: ${number(demand)} of ${number(quota.limit)} ${quota.unit} (${number(use * 100)} %), ${quota.canBeRaised ? 'can be raised' : 'CANNOT be raised'}\n     then: ${quota.then}\n     ${quota.source}`;
  return [
    binding.length > 0 ? 'Quotas that bind, the tightest first' : 'No quota binds',
    ...binding.map(line),
    'Next in line',
    ...near.map((bound, i) => line(bound, binding.length + i)),
  ];
}

const { prediction: p, peakFactor, recordsKeptDays } = assumptions;
const assumptionsLine = `${p.apiRequests} request, ${p.lambdaMilliseconds} ms at ${p.lambdaMiB} MiB, an item of ${p.itemKiB} KiB written with ${p.indexWrites} index entries and noted by the audit trail, ${p.logKiB} KiB of log for each prediction; peak ${peakFactor} times the average; records kept ${recordsKeptDays} days; all of them: --json, and cli/cost/assumptions.ts`;
