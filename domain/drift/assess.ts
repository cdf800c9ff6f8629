import { parseWith } from '../validation/parse.ts';
import type { DriftBaseline } from './baseline.ts';
import type { ColumnProfile } from './columns.ts';
import { correlationChange } from './correlation.ts';
import {
  decide,
  jointName,
  type ColumnDecision,
  type DecisionInput,
  type DriftDecision,
  type Flag,
} from './decide.ts';
import { distributionOf } from './distribution.ts';
import { meanOf, missingRateOf, quantileOf, sdOf, type NumericHistogram } from './histogram.ts';
import { detectableShiftInSd } from './power.ts';
import {
  driftReportSchema,
  type CorrelationReport,
  type DriftColumn,
  type DriftReport,
} from './report-schema.ts';
import { categoryShares, defaultRule, psiOf } from './rule.ts';
import { sentenceOf } from './sentence.ts';
import { jensenShannonHistograms, jensenShannonOfShares } from './statistics/jensen-shannon.ts';
import { wassersteinHistograms } from './statistics/wasserstein.ts';
import type { WindowSummary } from './window.ts';

export interface AssessInput extends DecisionInput {
  readonly useCase?: string | undefined;
  /** Of the baseline's file, and the model version that it belongs to. */
  readonly baselineSha256?: string | undefined;
  readonly modelVersion?: string | undefined;
}

/**
 * Where columns moved by themselves, a change of correlation is named only from here on: a moved column also changes
 * its correlations a little, and those of skewed columns scatter by up to twice Fisher's standard error.
 */
const sigmasBesideMoved = 8;
/** A column counts as moved, for this, already at a hundred times the flagging p. */
const suspicion = 100;

/**
 * The drift report of one window: which columns moved, by how much, since when and how sure.
 * @throws DriftInputError where window and baseline are not of the same columns.
 */
export function assessDrift(input: AssessInput): DriftReport {
  const { baseline, window, previous, rule = defaultRule } = input;
  const decision = decide(input);
  const columns = baseline.columns.map((reference, i) =>
    describeColumn(reference, window.columns[i]!.values, decision.columns[i]!),
  );
  const flaggedColumns = columns.filter(({ flagged }) => flagged).map(({ name }) => name);
  const correlation = describeCorrelation(baseline, window, decision);
  const report: Omit<DriftReport, 'sentence'> = {
    schemaVersion: 1,
    kind: 'drift-report',
    ...(input.useCase === undefined ? {} : { useCase: input.useCase }),
    baseline: {
      createdAt: baseline.createdAt,
      source: baseline.source,
      rows: baseline.rows,
      ...(input.baselineSha256 === undefined ? {} : { sha256: input.baselineSha256 }),
      ...(input.modelVersion === undefined ? {} : { modelVersion: input.modelVersion }),
    },
    window: spanOf(window),
    ...(previous ? { previousWindow: spanOf(previous.summary) } : {}),
    rule: { ...rule },
    flagP: decision.threshold,
    detectableShiftInSd: detectableShiftInSd(baseline.rows, window.rows, decision.threshold),
    columns,
    ...(correlation ? { correlation } : {}),
    flaggedColumns,
    drifted: decision.drifted,
    event: decision.event,
    psiMax: columns.reduce((max, { psi }) => Math.max(max, psi), 0),
  };
  return { ...report, sentence: sentenceOf(report) };
}

/** What the next window's assessment wants as `previous.flags`. */
export const flagsOf = (report: DriftReport): Flag[] => [
  ...report.columns.flatMap(({ name, since }) => (since ? [{ column: name, since }] : [])),
  ...(report.correlation?.since ? [{ column: jointName, since: report.correlation.since }] : []),
];

/** A report from its file. Throws InvalidInputError that names the field. */
export const parseDriftReport = (value: unknown, what = 'drift report'): DriftReport =>
  parseWith(driftReportSchema, value, what);

const spanOf = ({ id, from, to, rows }: WindowSummary): DriftReport['window'] => ({ id, from, to, rows });

function describeColumn(
  reference: ColumnProfile,
  now: ColumnProfile['values'],
  decision: ColumnDecision,
): DriftColumn {
  const before = reference.values;
  const { ks, kuiper, chiSquare } = decision.now;
  const distribution = distributionOf(before, now);
  return {
    name: reference.name,
    kind: before.kind,
    ...(reference.unit === undefined ? {} : { unit: reference.unit }),
    p: decision.p,
    pNow: decision.pNow,
    psi: psiOf(before, now),
    ...(ks ? { ks } : {}),
    ...(kuiper ? { kuiper } : {}),
    ...(chiSquare ? { chiSquare } : {}),
    jensenShannon: jensenShannonOf(before, now),
    missingRate: { before: missingRateOf(before), now: missingRateOf(now), p: decision.now.missingP },
    newCategories: newCategoriesOf(before, now),
    ...(before.kind === 'numeric' && now.kind === 'numeric' ? describeNumeric(before, now) : {}),
    flagged: decision.flagged,
    confirmed: decision.confirmed,
    reasons: [
      ...(decision.shapeFlagged ? (['distribution'] as const) : []),
      ...(decision.missingFlagged ? (['missing'] as const) : []),
    ],
    ...(decision.since ? { since: decision.since } : {}),
    ...(distribution ? { distribution } : {}),
  };
}

function describeNumeric(before: NumericHistogram, now: NumericHistogram): Partial<DriftColumn> {
  const sd = sdOf(before);
  const shift = (meanOf(now) - meanOf(before)) / sd;
  const pair = (of: (h: NumericHistogram) => number): { before: number | null; now: number | null } => ({
    before: finite(of(before)),
    now: finite(of(now)),
  });
  return {
    wasserstein: wassersteinHistograms(before, now),
    mean: pair(meanOf),
    median: pair((h) => quantileOf(h, 0.5)),
    sd: pair(sdOf),
    ...(Number.isFinite(shift) ? { shiftInSd: shift } : {}),
  };
}

function jensenShannonOf(before: ColumnProfile['values'], now: ColumnProfile['values']): number {
  if (before.kind === 'numeric' && now.kind === 'numeric') return jensenShannonHistograms(before, now);
  if (before.kind !== 'categorical' || now.kind !== 'categorical') return 0;
  const shares = categoryShares(before, now);
  return shares ? jensenShannonOfShares(shares.before, shares.now) : 0;
}

function newCategoriesOf(before: ColumnProfile['values'], now: ColumnProfile['values']): string[] {
  if (before.kind !== 'categorical' || now.kind !== 'categorical') return [];
  const known = new Set(before.counts.map(([name]) => name));
  return now.counts
    .map(([name]) => name)
    .filter((name) => !known.has(name))
    .slice(0, 20);
}

function describeCorrelation(
  baseline: DriftBaseline,
  window: WindowSummary,
  decision: DriftDecision,
): CorrelationReport | undefined {
  const { joint } = decision;
  if (!joint || !baseline.joint || !window.joint) return undefined;
  const { flagged, confirmed, p, pNow, since } = joint;
  const moved = new Set(
    decision.columns
      .filter((column) => column.p <= suspicion * decision.threshold)
      .map(({ column }) => column),
  );
  const change = flagged || confirmed ? correlationChange(baseline.joint, window.joint, moved) : undefined;
  const named = change && (moved.size === 0 || change.sigmas >= sigmasBesideMoved) ? change : undefined;
  return {
    flagged,
    confirmed,
    p,
    pNow,
    ...(named
      ? { movedColumn: named.column, partner: named.partner, before: named.before, now: named.now }
      : {}),
    ...(since ? { since } : {}),
  };
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);
