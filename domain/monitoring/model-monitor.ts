import type { UseCase } from '../usecase/schema.ts';

/** What Model Monitor watches, by the part of its schedules' names. */
export const monitorKinds = ['data-quality', 'model-quality', 'bias'] as const;
export type MonitorKind = (typeof monitorKinds)[number];

/** Object keys of what Model Monitor reads and writes, below the processed data. */
export const modelMonitorKeys = {
  constraints: (useCase: string): string => `model-monitor/${useCase}/baseline/constraints.json`,
  biasConfiguration: (useCase: string): string => `model-monitor/${useCase}/baseline/bias.json`,
  /** Confirmed diagnoses as Model Monitor merges them, by InferenceId. */
  groundTruth: (useCase: string): string => `model-monitor/${useCase}/ground-truth`,
  output: (useCase: string, kind: MonitorKind): string => `model-monitor/${useCase}/${kind}`,
} as const;

/**
 * constraints.json of a data-quality job: from the use case, each feature is there, of its kind, and where it has
 * categories one of them. Schema: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-byoc-constraints.html
 */
export const constraintsOf = ({ data, monitoring }: UseCase) => ({
  version: 0,
  features: data.features.map((feature) => ({
    name: feature.name,
    inferred_type: feature.kind === 'numeric' ? 'Fractional' : 'String',
    completeness: 1,
    ...(feature.kind === 'numeric'
      ? { num_constraints: { is_non_negative: feature.range.min >= 0 } }
      : { string_constraints: { domains: feature.categories } }),
  })),
  monitoring_config: {
    evaluate_constraints: 'Enabled',
    emit_metrics: 'Enabled',
    datatype_check_threshold: 1,
    domain_content_threshold: 1,
    distribution_constraints: {
      perform_comparison: 'Enabled',
      comparison_threshold: monitoring.drift.psiFloor,
      comparison_method: 'Robust',
    },
  },
});

/**
 * analysis_config.json of a bias job: the label's positive value, and each column whose groups are looked at. Schema:
 * https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-processing-job-configure-analysis.html
 */
export const biasConfigurationOf = ({ data }: UseCase) => ({
  version: '1.0',
  dataset_type: 'application/jsonlines',
  label: data.target.name,
  label_values_or_threshold: [data.target.positive.value],
  facet: data.subgroupColumns.map((name) => ({ name_or_index: name })),
  predictor: { label: 'prediction', content_type: 'application/json', accept_type: 'application/json' },
  methods: { post_training_bias: { methods: ['DPPL', 'DI', 'RD', 'AD'] } },
});
