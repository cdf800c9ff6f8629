import * as z from 'zod/mini';
import { parseWith } from '../../../domain/validation/parse.ts';
import { UsageError } from '../../errors.ts';
import type { Place } from '../change.ts';
import type { Finding } from '../finding.ts';
import { asList, isFields, parseJson, textOf } from '../value.ts';

const failedCheck = z.object({
  check_id: z.string(),
  check_name: z.string(),
  resource: z.string(),
  file_path: z.string(),
  file_abs_path: z.optional(z.string()),
  guideline: z.optional(z.nullable(z.string())),
});

const reportSchema = z.object({
  check_type: z.string(),
  results: z.object({
    failed_checks: z.array(failedCheck),
    parsing_errors: z._default(z.array(z.string()), []),
  }),
  summary: z.object({
    passed: z.number(),
    parsing_errors: z.number(),
    resource_count: z.number(),
    checkov_version: z.string(),
  }),
});

/** What Checkov said of the plans that were reviewed. */
export interface CheckovReport {
  readonly version: string;
  readonly passed: number;
  readonly failed: readonly Finding[];
  readonly resources: number;
}

/** A plan as the report knows it: by its file, and how many resources it must have looked at. */
export interface CoveredPlan {
  /** Absolute. */
  readonly path: string;
  readonly place: Place;
  readonly resources: number;
}

/**
 * The report of `checkov -f PLAN.json… --framework terraform_plan --compact -o json`.
 * Checkov ends with 0 for a plan that is empty, cut off or missing, so what it looked at is counted.
 * @throws UsageError where it has parsing errors or looked at fewer resources than the plans have: that is no pass.
 * @throws InvalidInputError where it is no such report.
 */
export function readCheckovReport(text: string, name: string, plans: readonly CoveredPlan[]): CheckovReport {
  const all = asList(parseJson(text));
  const raw = all.find((part) => isFields(part) && part['check_type'] === 'terraform_plan') ?? all[0];
  const expected = plans.reduce((sum, plan) => sum + plan.resources, 0);
  // With nothing found Checkov writes its counts alone, without `results`.
  if (isFields(raw) && raw['resource_count'] === 0 && !('results' in raw)) {
    if (expected > 0) throw fewer(name, 0, expected);
    return { version: textOf(raw['checkov_version']) ?? 'unknown', passed: 0, failed: [], resources: 0 };
  }
  const { check_type, results, summary } = parseWith(reportSchema, raw, `Checkov report ${name}`);
  if (check_type !== 'terraform_plan')
    throw new UsageError(
      `${name}: got a report on ${check_type}, expected terraform_plan; run Checkov with --framework terraform_plan`,
    );
  const unread = Math.max(summary.parsing_errors, results.parsing_errors.length);
  if (unread > 0)
    throw new UsageError(
      `${name}: got ${unread} parsing errors, expected none: what Checkov could not read it did not check`,
    );
  if (summary.resource_count < expected) throw fewer(name, summary.resource_count, expected);
  return {
    version: summary.checkov_version,
    passed: summary.passed,
    resources: summary.resource_count,
    failed: results.failed_checks.map((check) => ({
      id: check.check_id,
      severity: 'danger',
      address: check.resource,
      place: placeOf(check, plans),
      what: `${check.resource}: ${check.check_name}`,
      why: `Checkov ${check.check_id} fails`,
      fix: textOf(check.guideline) ?? 'correct it, or waive it with a reason',
      details: [],
    })),
  };
}

const fewer = (name: string, got: number, expected: number): UsageError =>
  new UsageError(
    `${name}: got ${got} resources looked at, expected the ${expected} of the plans: the rest is not checked; make the report from the same plans`,
  );

/** By its whole path, else, where the report was made elsewhere, by the longest end that fits. */
function placeOf(check: z.output<typeof failedCheck>, plans: readonly CoveredPlan[]): Place {
  const plan =
    plans.find((p) => p.path === check.file_abs_path) ??
    plans.find((p) => p.path.endsWith(check.file_path)) ??
    plans[0];
  return plan?.place ?? { stack: 'unknown' };
}
