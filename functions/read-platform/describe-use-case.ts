import type * as z from 'zod/mini';
import type { useCaseListSchema, useCaseSchema } from '../../domain/api/schemas/platform.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';

type Summary = z.output<typeof useCaseListSchema>['useCases'][number];
type Description = z.output<typeof useCaseSchema>;

export const summaryOf = ({ name, title, description, model, serving }: UseCase): Summary => ({
  name,
  title,
  description,
  algorithm: model.algorithm,
  servingKind: serving.kind,
});

/** A use case as people see it; where its data lies stays inside. */
export function describeUseCase(useCase: UseCase): Description {
  const { data, model, gate, monitoring, retraining } = useCase;
  const { name, positive, negative } = data.target;
  return {
    ...summaryOf(useCase),
    owner: useCase.owner,
    costCenter: useCase.costCenter,
    dataClassification: useCase.dataClassification,
    attribution: data.attribution,
    features: data.features.map((feature) => ({ ...feature })),
    ...(data.images ? { images: { classes: data.images.classes } } : {}),
    target: {
      name,
      positive: { value: positive.value, label: positive.label },
      negative: { value: negative.value, label: negative.label },
    },
    subgroupColumns: [...data.subgroupColumns],
    retentionDays: data.retentionDays ?? null,
    hyperparameters: Object.fromEntries(
      Object.entries<number | string | undefined>(model.hyperparameters).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value] as const],
      ),
    ),
    gate: gate.thresholds.map((threshold) => ({ ...threshold })),
    monitoring: {
      engine: monitoring.engine,
      dataQualityEveryHours: monitoring.dataQuality.everyHours,
      minimumRows: monitoring.dataQuality.minimumRows,
      modelQualityEveryHours: monitoring.modelQuality.everyHours,
      accuracyDropPoints: monitoring.modelQuality.accuracyDropPoints,
    },
    retraining: {
      everyDays: retraining.everyDays,
      cooldownHours: retraining.cooldownHours,
      minimumNewRows: retraining.minimumNewRows,
      approval: retraining.approval,
      twoPersonApproval: retraining.twoPersonApproval,
      approvalTimeoutHours: retraining.approvalTimeoutHours,
    },
  };
}
