import * as z from 'zod/mini';
import type { DriftBaseline } from './baseline.ts';
import { DriftInputError } from './errors.ts';
import { defaultRule, flagP, judge, type DriftRule, type Verdict } from './rule.ts';
import { mergeWindows, windowSummarySchema, type WindowSpan, type WindowSummary } from './window.ts';

/** The joint column's name among flagged ones: no feature is called so. */
export const jointName = '(correlation)';

/** A column that was flagged or confirmed, and since which window. */
export interface Flag {
  readonly column: string;
  readonly since: WindowSpan;
}

/** What the next window needs to know of this one. */
export interface PreviousWindow {
  readonly summary: WindowSummary;
  readonly flags: readonly Flag[];
}

export const previousWindowSchema = z.object({
  summary: windowSummarySchema,
  flags: z.array(
    z.object({
      column: z.string(),
      since: z.object({ id: z.string(), from: z.string(), to: z.string() }),
    }),
  ),
});

export interface ColumnDecision extends Verdict {
  readonly column: string;
  readonly flagged: boolean;
  /** Flagged in the last window, and seen again in this one by itself. */
  readonly confirmed: boolean;
  readonly since?: WindowSpan;
}

export interface DriftDecision {
  readonly threshold: number;
  /** In the baseline's order. */
  readonly columns: readonly ColumnDecision[];
  readonly joint?: ColumnDecision;
  readonly drifted: boolean;
  readonly event: boolean;
  /** For the next window. */
  readonly flags: readonly Flag[];
}

export interface DecisionInput {
  readonly baseline: DriftBaseline;
  readonly window: WindowSummary;
  readonly previous?: PreviousWindow | undefined;
  readonly rule?: DriftRule | undefined;
}

/** The rule alone, without the report's descriptions. Throws DriftInputError for summaries of another baseline. */
export function decide({ baseline, window, previous, rule = defaultRule }: DecisionInput): DriftDecision {
  if (window.columns.length !== baseline.columns.length) {
    throw new DriftInputError(
      `window ${window.id}: got ${window.columns.length} columns, expected the baseline's ${baseline.columns.length}`,
    );
  }
  const threshold = flagP(rule, baseline.columns.length);
  const merged = previous && mergeWindows(previous.summary, window);
  const before = new Map(previous?.flags.map(({ column, since }) => [column, since]));
  const span: WindowSpan = { id: window.id, from: window.from, to: window.to };

  const decisionOf = (column: string, verdict: Verdict): ColumnDecision => {
    const earlier = before.get(column);
    const flagged = verdict.shapeFlagged || verdict.missingFlagged;
    const confirmed = earlier !== undefined && verdict.pNow <= rule.confirmationP;
    const since = earlier && (flagged || confirmed) ? earlier : flagged ? span : undefined;
    return { ...verdict, column, flagged, confirmed, ...(since ? { since } : {}) };
  };

  const columns = baseline.columns.map((reference, i) => {
    const now = window.columns[i]!;
    if (now.name !== reference.name) {
      throw new DriftInputError(
        `window ${window.id}: got column ${now.name}, expected ${reference.name}, as in the baseline`,
      );
    }
    return decisionOf(
      reference.name,
      judge(reference.values, now.values, merged?.columns[i]?.values, rule, threshold),
    );
  });
  const joint =
    baseline.joint && window.joint
      ? decisionOf(
          jointName,
          judge(baseline.joint.distances, window.joint.distances, merged?.joint?.distances, rule, threshold),
        )
      : undefined;
  const all = joint ? [...columns, joint] : columns;
  return {
    threshold,
    columns,
    ...(joint ? { joint } : {}),
    drifted: all.some(({ flagged }) => flagged),
    event: all.some(({ confirmed }) => confirmed),
    flags: all.flatMap(({ column, since }) => (since ? [{ column, since }] : [])),
  };
}
