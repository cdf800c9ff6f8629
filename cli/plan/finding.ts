import type { Change, Place } from './change.ts';
import { checks, rankOf, type CheckId, type Severity } from './checks.ts';

/** One thing to know about a plan, in words. */
export interface Finding {
  /** Of checks.ts, or Checkov's own. */
  readonly id: string;
  readonly severity: Severity;
  readonly address: string;
  readonly place: Place;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** More to read: one thing a line. */
  readonly details: readonly string[];
}

export interface FindingParts {
  readonly why?: string;
  readonly fix?: string;
  readonly details?: readonly string[];
}

export const finding = (
  change: Change,
  id: CheckId,
  severity: Severity,
  what: string,
  { why = checks[id].why, fix = checks[id].fix, details = [] }: FindingParts = {},
): Finding => ({ id, severity, address: change.address, place: change.place, what, why, fix, details });

/** Looks at one change; `all` is the whole plan that it stands in. */
export type Rule = (change: Change, all: readonly Change[]) => readonly Finding[];

const severities: readonly Severity[] = ['danger', 'warning', 'notice'];

/** The worst first; within a severity in the order of checks.ts, Checkov's after ours. */
export const inOrder = (a: Finding, b: Finding): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  (rankOf.get(a.id) ?? rankOf.size) - (rankOf.get(b.id) ?? rankOf.size) ||
  compareText(a.id, b.id) ||
  compareText(a.place.stack, b.place.stack) ||
  compareText(a.address, b.address);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
