import * as z from 'zod/mini';
import { executionRecordSchema } from '../../registry/execution.ts';
import { cursorField, metricsField, named, useCaseField } from '../fields.ts';

const words = z.string().check(z.minLength(1), z.maxLength(500));
export const retrainRequestSchema = named(
  'RetrainRequest',
  z.strictObject({
    useCase: z.optional(useCaseField),
    /** `manual`, `first-version`, or why in words. */
    reason: z.optional(words),
    explanation: z.optional(words),
  }),
);
export const startTrainingRequestSchema = named(
  'StartTrainingRequest',
  z.strictObject({ useCase: z.optional(useCaseField), explanation: z.optional(words) }),
);
export const startedSchema = named(
  'Started',
  z.object({
    status: z.enum(['Started', 'AlreadyStarted', 'Superseded', 'CoolingDown', 'Paused']),
    /** Of this request's execution; with `Superseded` of the one that is in the way. */
    executionName: z.string(),
    useCase: z.string(),
  }),
);

export const executionSchema = named('Execution', executionRecordSchema);
const stateVisitShape = {
  /** Within its execution. */
  id: z.number(),
  name: z.string(),
  enteredAt: z.string(),
  exitedAt: z.optional(z.string()),
  status: z.enum(['Running', 'Succeeded', 'Failed']),
};
const stateVisitSchema = z.object(stateVisitShape);
/** What a state was given, what it added to that, and how it failed; long texts and lists are cut. */
export const executionStateSchema = named(
  'ExecutionState',
  z.object({
    ...stateVisitShape,
    /** Null where the platform does not tell it. */
    input: z.nullable(z.record(z.string(), z.unknown())),
    added: z.nullable(z.record(z.string(), z.unknown())),
    error: z.nullable(z.object({ name: z.string(), message: z.string() })),
  }),
);
/** With the states it went through, where the platform tells them. */
export const executionDetailSchema = named(
  'ExecutionDetail',
  z.extend(executionRecordSchema, { states: z.optional(z.array(stateVisitSchema)) }),
);
export const executionListSchema = named(
  'ExecutionList',
  z.object({ useCase: z.string(), executions: z.array(executionSchema), cursor: cursorField }),
);

const trainingShape = {
  /** Of the execution that it is part of. */
  name: z.string(),
  useCase: z.string(),
  status: z.enum(['Waiting', 'Training', 'Evaluated', 'Succeeded', 'Failed']),
  startedAt: z.string(),
  endedAt: z.nullable(z.string()),
  requestedBy: z.nullable(z.string()),
  explanation: z.nullable(z.string()),
  algorithm: z.string(),
  version: z.nullable(z.number()),
  metrics: z.nullable(metricsField),
};
export const trainingSchema = named('Training', z.object(trainingShape));
export const trainingListSchema = named(
  'TrainingList',
  z.object({ useCase: z.string(), trainings: z.array(trainingSchema), cursor: cursorField }),
);
/** With its steps, what it wrote down, and how good the result is. */
export const trainingDetailSchema = named(
  'TrainingDetail',
  z.object({
    ...trainingShape,
    steps: z.array(
      z.object({
        name: z.string(),
        status: z.enum(['Waiting', 'Running', 'Succeeded', 'Failed']),
        startedAt: z.nullable(z.string()),
        endedAt: z.nullable(z.string()),
      }),
    ),
    hyperparameters: z.record(z.string(), z.union([z.number(), z.string()])),
    rows: z.nullable(z.number()),
    logs: z.array(z.object({ at: z.string(), message: z.string() })),
    /** Of the held-out rows; empty until it is evaluated. */
    roc: z.array(z.object({ falsePositiveRate: z.number(), truePositiveRate: z.number() })),
    /** The loss of each pass through the rows, where the training writes it down; else empty. */
    learning: z.array(z.object({ epoch: z.number(), loss: z.number(), validationLoss: z.number() })),
  }),
);
