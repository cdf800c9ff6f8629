import * as z from 'zod/mini';
import { modelVersionSchema } from '../../registry/model-version.ts';
import { evaluationSchema } from '../../training/evaluation.ts';
import { cursorField, metricsField, named, reasonField, useCaseField } from '../fields.ts';

const namedEvaluation = named('Evaluation', evaluationSchema);
export const modelSchema = named('ModelVersion', modelVersionSchema);
export const modelListSchema = named(
  'ModelList',
  z.object({ useCase: z.string(), models: z.array(modelSchema), cursor: cursorField }),
);
/** `evaluation` is null where its file is not there any more. */
export const modelDetailSchema = named(
  'ModelDetail',
  z.extend(modelVersionSchema, { evaluation: z.nullable(namedEvaluation) }),
);

export const modelCardSchema = named(
  'ModelCard',
  z.object({ useCase: z.string(), version: z.number(), markdown: z.string() }),
);

const comparedSchema = z.object({
  version: z.number(),
  status: z.string(),
  createdAt: z.string(),
  metrics: metricsField,
  evaluation: z.nullable(namedEvaluation),
});
export const comparisonSchema = named(
  'ModelComparison',
  z.object({
    useCase: z.string(),
    left: comparedSchema,
    right: comparedSchema,
    /** Right minus left, for each metric that both have. */
    differences: metricsField,
    /** Whether both were judged on the very same held-out rows. */
    sameHoldout: z.boolean(),
  }),
);

export const decisionRequestSchema = named(
  'DecisionRequest',
  z.strictObject({ useCase: z.optional(useCaseField), reason: z.optional(reasonField) }),
);
/** A rejection, a deployment by hand and a rollback want a reason. */
export const reasonedRequestSchema = named(
  'ReasonedRequest',
  z.strictObject({ useCase: z.optional(useCaseField), reason: reasonField }),
);
export const decisionSchema = named(
  'Decision',
  z.object({
    useCase: z.string(),
    version: z.number(),
    decision: z.enum(['approved', 'rejected']),
    by: z.string(),
    at: z.string(),
    executionName: z.string(),
  }),
);
export const deploymentSchema = named(
  'Deployment',
  z.object({
    useCase: z.string(),
    /** What serves now; null where nothing does. */
    liveVersion: z.nullable(z.number()),
    previousVersion: z.nullable(z.number()),
    deploymentId: z.string(),
    by: z.string(),
    at: z.string(),
  }),
);
