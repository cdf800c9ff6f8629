export { assessDrift, flagsOf, parseDriftReport } from './assess.ts';
export { createBaseline, parseBaseline, type DriftBaseline } from './baseline.ts';
export type { DriftColumnSpec } from './columns.ts';
export { decide, previousWindowSchema, type PreviousWindow } from './decide.ts';
export { DriftInputError } from './errors.ts';
export { driftReportSchema, type DriftReport } from './report-schema.ts';
export { mergeWindows, parseWindowSummary, summarizeWindow, type WindowSummary } from './window.ts';
