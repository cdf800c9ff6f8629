import * as z from 'zod/mini';
import type { ModelVersion } from '../registry/model-version.ts';
import type { Evaluation } from '../training/evaluation.ts';
import type { UseCase } from '../usecase/schema.ts';

export const metricsOfGroupsSchema = z.object({
  column: z.string(),
  groups: z.array(
    z.object({ group: z.string(), rows: z.number(), metrics: z.record(z.string(), z.number()) }),
  ),
});

/** As far as a card reads a model's file, of whatever kind it is. */
export const modelFactsSchema = z.object({
  kind: z.string(),
  hyperparameters: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  decisionThreshold: z.optional(z.number()),
});

/** What a pipeline measured of what moves its model (pipelines/containers/README.md). */
export const explanationsSchema = z.object({
  features: z.array(z.object({ feature: z.string(), meanAbsoluteContribution: z.number() })),
});

/** What cards are made from. Files that are not there leave their part of the card empty. */
export interface CardSources {
  readonly useCase: UseCase;
  readonly version: ModelVersion;
  readonly evaluation: Evaluation | undefined;
  readonly model: z.output<typeof modelFactsSchema> | undefined;
  readonly explanations: z.output<typeof explanationsSchema>['features'];
}
