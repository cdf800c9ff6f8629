import { defineUseCase } from '../domain/usecase/define.ts';
import type { UseCaseDefinition } from '../domain/usecase/schema.ts';

/**
 * Ten measurements of the cell nuclei in a fine needle aspirate, each as mean, standard error and worst (mean of the
 * three largest). The ranges are about twice what the 569 published rows span: wide enough for any real nucleus, narrow
 * enough to catch a wrong unit. The publication gives lengths in the digitised image's own unit.
 */
const measurements = [
  { name: 'radius', unit: 'image unit', mean: [3, 60], se: [0, 6], worst: [3, 75] },
  { name: 'texture', unit: 'grey level', mean: [4, 80], se: [0, 10], worst: [5, 100] },
  { name: 'perimeter', unit: 'image unit', mean: [20, 400], se: [0, 45], worst: [20, 500] },
  { name: 'area', unit: 'image unit²', mean: [30, 6000], se: [0, 1200], worst: [30, 9000] },
  { name: 'smoothness', unit: '1', mean: [0.01, 0.4], se: [0, 0.1], worst: [0.01, 0.5] },
  { name: 'compactness', unit: '1', mean: [0, 0.8], se: [0, 0.3], worst: [0, 2.2] },
  { name: 'concavity', unit: '1', mean: [0, 1], se: [0, 0.8], worst: [0, 2.5] },
  { name: 'concave points', unit: '1', mean: [0, 0.5], se: [0, 0.15], worst: [0, 0.6] },
  { name: 'symmetry', unit: '1', mean: [0.05, 0.7], se: [0, 0.2], worst: [0.05, 1.4] },
  { name: 'fractal_dimension', unit: '1', mean: [0.02, 0.2], se: [0, 0.06], worst: [0.02, 0.45] },
] as const;

type Statistic = 'mean' | 'se' | 'worst';

const feature = (
  m: (typeof measurements)[number],
  statistic: Statistic,
): UseCaseDefinition['data']['features'][number] => ({
  name: `${m.name}_${statistic}`,
  kind: 'numeric',
  unit: m.unit,
  range: { min: m[statistic][0], max: m[statistic][1] },
});

export const breastCancer = defineUseCase({
  name: 'breast-cancer',
  title: 'Breast cancer: malignant or benign',
  description:
    'Tells from 30 measurements of cell nuclei in a fine needle aspirate how likely the mass is malignant.',
  owner: 'pathology',
  costCenter: 'clinical-ai',
  intendedUse: {
    purpose:
      'A second opinion on whether the mass that a fine needle aspirate was taken from is malignant, beside the cytological finding.',
    users: 'pathologists and senologists, as decision support: the pathologist decides',
    outOfScope: [
      'a diagnosis without a pathologist',
      'screening of people without a palpable mass',
      'images or measurements that were not taken as in the published table',
    ],
  },
  dataClassification: 'phi',
  data: {
    path: 'usecases/data/breast_cancer_wisconsin.csv',
    attribution:
      'Breast Cancer Wisconsin (Diagnostic), W. Wolberg, O. Mangasarian, N. Street, W. Street, UCI Machine Learning Repository, CC BY 4.0',
    features: (['mean', 'se', 'worst'] as const).flatMap((statistic) =>
      measurements.map((m) => feature(m, statistic)),
    ),
    target: {
      name: 'diagnosis',
      positive: { value: 'M', label: 'malignant' },
      negative: { value: 'B', label: 'benign' },
    },
    idColumns: ['id'],
    dropColumns: ['Unnamed: 0', 'Unnamed: 32'],
  },
  model: {
    algorithm: 'logistic-regression',
    hyperparameters: { C: 0.5, decisionThreshold: 0.5 },
    seed: 7,
    folds: 5,
    testFraction: 0.25,
  },
  gate: {
    thresholds: [
      { metric: 'accuracy', atLeast: 0.93 },
      { metric: 'recall', atLeast: 0.9, because: 'a missed cancer costs more than a second look' },
      { metric: 'rocAuc', atLeast: 0.97 },
      { metric: 'brier', atMost: 0.08, because: 'clinicians read the probability, not only the label' },
    ],
    champion: [
      { metric: 'rocAuc', margin: 0.01 },
      // Two of about fifty held-out cancers: less cannot be told from chance.
      { metric: 'recall', margin: 0.05 },
    ],
  },
  serving: { kind: 'lambda', bakeSeconds: 60, maximumErrorRate: 0.01 },
  monitoring: { dataQuality: { everyHours: 1, minimumRows: 60, maximumRows: 20_000 } },
  retraining: {
    everyDays: 7,
    cooldownHours: 24,
    minimumNewRows: 50,
    approval: 'manual',
    approvalTimeoutHours: 72,
    pipelineTimeoutMinutes: 30,
    deploymentTimeoutMinutes: 15,
  },
  alerts: { onPositivePrediction: true },
});
