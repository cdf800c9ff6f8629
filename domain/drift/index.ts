export { assessDrift, flagsOf, parseDriftReport, type AssessInput } from './assess.ts';
export {
  createBaseline,
  driftBaselineSchema,
  parseBaseline,
  type BaselineOptions,
  type DriftBaseline,
} from './baseline.ts';
export type { DriftColumnSpec } from './columns.ts';
export { decide, jointName, previousWindowSchema, type Flag, type PreviousWindow } from './decide.ts';
export { DriftInputError } from './errors.ts';
export { driftReportSchema, type DriftColumn, type DriftReport } from './report-schema.ts';
export { defaultRule, driftRuleSchema, type DriftRule } from './rule.ts';
export {
  mergeWindows,
  parseWindowSummary,
  summarizeWindow,
  windowSummarySchema,
  type WindowSpan,
  type WindowSummary,
} from './window.ts';
