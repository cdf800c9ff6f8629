import * as z from 'zod/mini';
import { auditRecordSchema } from '../../records/audit.ts';
import { driftRecordSchema } from '../../monitoring/drift-records.ts';
import { qualityRecordSchema } from '../../monitoring/quality-records.ts';
import { executionRecordSchema } from '../../registry/execution.ts';
import { servingStateSchema } from '../../serving/serving-state.ts';
import { countedField, cursorField, metricsField, named, reasonField } from '../fields.ts';
import { scopes } from '../route.ts';

export const useCaseStatusSchema = named(
  'UseCaseStatus',
  z.object({
    useCase: z.string(),
    title: z.string(),
    paused: z.boolean(),
    /** Who set the switch last, when and why; null where nobody ever did. */
    switch: z.nullable(z.object({ by: z.string(), at: z.string(), reason: z.string() })),
    live: z.nullable(z.object({ version: z.number(), since: z.string(), metrics: metricsField })),
    deployment: servingStateSchema.shape.deployment,
    drift: z.nullable(driftRecordSchema),
    quality: z.nullable(qualityRecordSchema),
    /** The retraining that runs or waits for approval. */
    running: z.nullable(executionRecordSchema),
    lastExecution: z.nullable(executionRecordSchema),
    counts: z.object({ pendingPredictions: countedField, confirmedPredictions: countedField }),
  }),
);
export const statusSchema = named('Status', z.object({ useCases: z.array(useCaseStatusSchema) }));

export const healthSchema = named(
  'Health',
  z.object({
    status: z.enum(['ok', 'degraded']),
    time: z.string(),
    codeVersion: z.string(),
    checks: z.array(z.object({ name: z.string(), status: z.enum(['ok', 'failed']) })),
  }),
);

const featureSchema = z.discriminatedUnion('kind', [
  z.object({
    name: z.string(),
    kind: z.literal('numeric'),
    range: z.object({ min: z.number(), max: z.number() }),
    /** UCUM-like, or '1' for a number without one. */
    unit: z.string(),
    description: z.optional(z.string()),
  }),
  z.object({
    name: z.string(),
    kind: z.literal('categorical'),
    categories: z.array(z.string()),
    description: z.optional(z.string()),
  }),
]);
const useCaseSummaryShape = {
  name: z.string(),
  title: z.string(),
  description: z.string(),
  algorithm: z.string(),
  servingKind: z.enum(['lambda', 'endpoint', 'batch']),
};
export const useCaseListSchema = named(
  'UseCaseList',
  z.object({ useCases: z.array(z.object(useCaseSummaryShape)) }),
);
/** A use case as it is defined: what the forms and the settings page are made from. */
export const useCaseSchema = named(
  'UseCase',
  z.object({
    ...useCaseSummaryShape,
    owner: z.string(),
    costCenter: z.string(),
    dataClassification: z.enum(['public', 'internal', 'phi']),
    attribution: z.string(),
    features: z.array(featureSchema),
    target: z.object({
      name: z.string(),
      positive: z.object({ value: z.string(), label: z.string() }),
      negative: z.object({ value: z.string(), label: z.string() }),
    }),
    /** Where the question is asked of a photograph: the diagnoses that are told apart, by side. Its features are figures of it. */
    images: z.optional(
      z.object({ classes: z.object({ positive: z.array(z.string()), negative: z.array(z.string()) }) }),
    ),
    subgroupColumns: z.array(z.string()),
    retentionDays: z.nullable(z.number()),
    hyperparameters: z.record(z.string(), z.union([z.number(), z.string()])),
    gate: z.array(
      z.object({
        metric: z.string(),
        atLeast: z.optional(z.number()),
        atMost: z.optional(z.number()),
        because: z.optional(z.string()),
      }),
    ),
    monitoring: z.object({
      engine: z.string(),
      dataQualityEveryHours: z.number(),
      minimumRows: z.number(),
      modelQualityEveryHours: z.number(),
      accuracyDropPoints: z.number(),
    }),
    retraining: z.object({
      everyDays: z.number(),
      cooldownHours: z.number(),
      minimumNewRows: z.number(),
      approval: z.enum(['manual', 'automatic']),
      twoPersonApproval: z.boolean(),
      approvalTimeoutHours: z.number(),
    }),
  }),
);

export const switchRequestSchema = named('SwitchRequest', z.strictObject({ reason: reasonField }));
export const switchSchema = named(
  'UseCaseSwitch',
  z.object({
    useCase: z.string(),
    paused: z.boolean(),
    by: z.string(),
    at: z.string(),
    reason: z.string(),
  }),
);

export const meSchema = named(
  'Me',
  z.object({
    /** As it stands in the audit trail. */
    name: z.string(),
    scopes: z.array(z.enum(scopes)),
  }),
);

/** List prices, US dollars: an estimate, not a bill. */
export const costsSchema = named(
  'Costs',
  z.object({
    /** `2026-11`. */
    month: z.string(),
    currency: z.literal('USD'),
    basis: z.string(),
    totalUsd: z.number(),
    useCases: z.array(
      z.object({
        useCase: z.string(),
        totalUsd: z.number(),
        predictions: z.number(),
        trainings: z.number(),
        usdPer1000Predictions: z.number(),
        usdPerTraining: z.number(),
        items: z.array(z.object({ name: z.string(), usd: z.number() })),
      }),
    ),
  }),
);

const eventSchema = z.object({
  /** A ULID: later events have a greater one. */
  id: z.string(),
  at: z.string(),
  /** Kind of what changed: `prediction`, `execution`, `model`, `deployment`, `drift`, `dataset`, `use-case`, `inference`. */
  type: z.string(),
  useCase: z.string(),
  /** What it is about: a version, an execution's name, an id. Never a patient's. */
  subject: z.string(),
  /** In words. */
  message: z.string(),
});
named('PlatformEvent', eventSchema);
export type LiveEvent = z.output<typeof eventSchema>;
/** The oldest first. Ask again with `after` = `last`; where the address streams, the same events come by themselves. */
export const eventListSchema = named(
  'EventList',
  z.object({ events: z.array(eventSchema), last: z.nullable(z.string()) }),
);

export const auditListSchema = named(
  'AuditList',
  z.object({
    useCase: z.string(),
    entries: z.array(z.extend(auditRecordSchema, { id: z.string() })),
    cursor: cursorField,
  }),
);
