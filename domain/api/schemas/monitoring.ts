import * as z from 'zod/mini';
import { driftReportSchema } from '../../drift/report-schema.ts';
import { driftRecordSchema } from '../../monitoring/drift-records.ts';
import { qualityRecordSchema } from '../../monitoring/quality-records.ts';
import { cursorField, metricsField, named, useCaseField } from '../fields.ts';

export const driftWindowSchema = named('DriftWindow', driftRecordSchema);
export const driftWindowListSchema = named(
  'DriftWindowList',
  z.object({ useCase: z.string(), windows: z.array(driftWindowSchema), cursor: cursorField }),
);
export const driftWindowDetailSchema = named(
  'DriftWindowDetail',
  z.extend(driftRecordSchema, { report: named('DriftReport', driftReportSchema) }),
);
export const qualityWindowSchema = named('QualityWindow', qualityRecordSchema);
export const qualityWindowListSchema = named(
  'QualityWindowList',
  z.object({ useCase: z.string(), windows: z.array(qualityWindowSchema), cursor: cursorField }),
);

/** Drift by feature over time, the oldest window first: `psi[feature][window]`. */
export const driftTimelineSchema = named(
  'DriftTimeline',
  z.object({
    useCase: z.string(),
    psiFloor: z.number(),
    windows: z.array(
      z.object({
        windowId: z.string(),
        from: z.string(),
        to: z.string(),
        modelVersion: z.number(),
        rows: z.number(),
        drifted: z.boolean(),
        event: z.boolean(),
      }),
    ),
    features: z.array(
      z.object({
        name: z.string(),
        /** Null where the window's report does not have it. */
        psi: z.array(z.nullable(z.number())),
        flagged: z.array(z.boolean()),
      }),
    ),
  }),
);

/** What needs somebody: derived from the state of things now. */
export const alarmListSchema = named(
  'AlarmList',
  z.object({
    alarms: z.array(
      z.object({
        id: z.string(),
        useCase: z.string(),
        severity: z.enum(['info', 'warning', 'critical']),
        title: z.string(),
        detail: z.string(),
        since: z.string(),
        /** Its section in the runbook. */
        runbook: z.string(),
      }),
    ),
  }),
);

/** How many of each day's predictions have a confirmed diagnosis, the oldest day first. */
export const coverageSchema = named(
  'GroundTruthCoverage',
  z.object({
    useCase: z.string(),
    days: z.array(
      z.object({ day: z.string(), predictions: z.number(), confirmed: z.number(), corrected: z.number() }),
    ),
    /** True where a day holds more than were counted. */
    more: z.boolean(),
  }),
);
/** Predictions by hour, the oldest first. */
export const trafficSchema = named(
  'PredictionTraffic',
  z.object({
    useCase: z.string(),
    hours: z.array(
      z.object({
        hour: z.string(),
        predictions: z.number(),
        positives: z.number(),
        /** False where the counting of its day stopped before or in it: there are more, or it looks empty and is not. */
        counted: z.boolean(),
      }),
    ),
    more: z.boolean(),
  }),
);
/** How the version in service does in each group of its held-out rows. */
export const fairnessSchema = named(
  'Fairness',
  z.object({
    useCase: z.string(),
    version: z.nullable(z.number()),
    subgroups: z.array(
      z.object({
        column: z.string(),
        groups: z.array(z.object({ group: z.string(), rows: z.number(), metrics: metricsField })),
      }),
    ),
  }),
);

export const checkRequestSchema = named(
  'CheckRequest',
  z.strictObject({ useCase: z.optional(useCaseField) }),
);
const idle = z.object({ status: z.enum(['no-model', 'other-engine']), useCase: z.string() });
const waitingShape = { useCase: z.string(), modelVersion: z.number() };
export const driftCheckSchema = named(
  'DriftCheck',
  z.discriminatedUnion('status', [
    idle,
    z.object({
      status: z.literal('waiting'),
      ...waitingShape,
      rows: z.number(),
      requiredRows: z.number(),
    }),
    z.extend(driftRecordSchema, { status: z.literal('judged') }),
  ]),
);
export const qualityCheckSchema = named(
  'QualityCheck',
  z.discriminatedUnion('status', [
    idle,
    z.object({
      status: z.literal('waiting'),
      ...waitingShape,
      labels: z.number(),
      requiredLabels: z.number(),
    }),
    z.extend(qualityRecordSchema, { status: z.literal('judged') }),
  ]),
);
