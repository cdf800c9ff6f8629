import type { ModelEvaluation } from '../model/compare.ts';
import { lowerIsBetter } from '../model/metrics.ts';
import type { MetricName, UseCase } from '../usecase/schema.ts';

type Gate = UseCase['gate'];

export interface GateInput {
  readonly gate: Gate;
  /** The new version on the held-out rows. */
  readonly challenger: ModelEvaluation;
  /**
   * The version in service on the very same rows; null where there is none, or where it cannot be compared (`why` says
   * so: the challenger is then judged by the thresholds alone).
   */
  readonly champion: { readonly version: number; readonly evaluation: ModelEvaluation } | null;
  readonly why?: string;
}

export interface GateVerdict {
  readonly passed: boolean;
  /** One sentence for each check, failed ones first. */
  readonly reasons: readonly string[];
}

interface Check {
  readonly passed: boolean;
  readonly reason: string;
}

/**
 * Whether a new version may go on to approval: good enough by itself, not worse than the champion beyond the margins, and
 * good enough for each subgroup. A metric that is not defined on the rows (recall without a positive one) fails.
 */
export function judge(input: GateInput): GateVerdict {
  const { gate, challenger, champion, why } = input;
  const checks = [
    ...gate.thresholds.map((threshold) => checkThreshold(threshold, challenger.metrics[threshold.metric])),
    ...(champion ? gate.champion.map((margin) => checkChampion(margin, challenger, champion)) : []),
    ...gate.subgroups.flatMap((floor) => checkSubgroups(floor, challenger)),
    ...(champion ? [] : [{ passed: true, reason: why ?? 'there is no version in service to compare with' }]),
  ];
  const failed = checks.filter(({ passed }) => !passed);
  const passed = checks.filter((check) => check.passed);
  return { passed: failed.length === 0, reasons: [...failed, ...passed].map(({ reason }) => reason) };
}

function checkThreshold(
  { metric, atLeast, atMost, because }: Gate['thresholds'][number],
  value: number | null,
): Check {
  const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  const ground = because === undefined ? '' : ` (${because})`;
  if (value === null)
    return {
      passed: false,
      reason: `${metric} is not defined on the held-out rows, expected ${bound}${ground}`,
    };
  const passed = (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
  return { passed, reason: `${metric} ${figure(value)}: ${passed ? '' : 'not '}${bound}${ground}` };
}

function checkChampion(
  { metric, margin }: Gate['champion'][number],
  challenger: ModelEvaluation,
  champion: { readonly version: number; readonly evaluation: ModelEvaluation },
): Check {
  const before = champion.evaluation.metrics[metric];
  const after = challenger.metrics[metric];
  const named = `${metric} of version ${champion.version}`;
  if (before === null) return { passed: true, reason: `${named} is not defined on the held-out rows` };
  if (after === null)
    return {
      passed: false,
      reason: `${metric} is not defined on the held-out rows, ${named} is ${figure(before)}`,
    };
  const loss = lossOf(metric, before, after);
  // 0.98 - 0.97 is more than 0.01 in binary: a difference in the twelfth digit must not decide.
  const passed = loss <= margin + 1e-12;
  const compared = `${metric} ${figure(after)}, ${figure(before)} in version ${champion.version} on the same rows`;
  if (!passed)
    return { passed, reason: `${compared}: worse by ${figure(loss)}, at most ${margin} is allowed` };
  const how = loss > 0 ? `worse by ${figure(loss)}, within the margin of ${margin}` : 'not worse';
  return { passed, reason: `${compared}: ${how}` };
}

const lossOf = (metric: MetricName, before: number, after: number): number =>
  lowerIsBetter.has(metric) ? after - before : before - after;

function checkSubgroups(
  { metric, atLeast, minimumRows }: Gate['subgroups'][number],
  challenger: ModelEvaluation,
): Check[] {
  return challenger.subgroups.flatMap(({ column, groups }) =>
    groups
      .filter(({ metrics }) => metrics.rows >= minimumRows)
      .map(({ group, metrics }) => {
        const value = metrics[metric];
        const where = `${metric} for ${column} ${group} (${metrics.rows} rows)`;
        if (value === null)
          return { passed: false, reason: `${where} is not defined, expected at least ${atLeast}` };
        const passed = value >= atLeast;
        return { passed, reason: `${where} ${figure(value)}: ${passed ? '' : 'not '}at least ${atLeast}` };
      }),
  );
}

/** Four digits: what differs less does not matter to a decision that people read. */
const figure = (value: number): string => String(Number(value.toFixed(4)));
