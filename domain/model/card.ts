import type { LogisticRegressionModel, PortableModel } from './portable-model.ts';

/** How many features a card lists by their weight. */
const listedFeatures = 10;

const kindNames: Readonly<Record<PortableModel['kind'], string>> = {
  'logistic-regression': 'logistic regression',
  svm: 'support vector machine',
  'random-forest': 'random forest',
  xgboost: 'gradient-boosted trees (XGBoost)',
  'image-network': 'convolutional network',
};

/** A model card in Markdown: what the model is, what made it, how good it is, what moves it. */
export function describeModel(model: PortableModel): string {
  const { metrics, hyperparameters, targetNames } = model;
  const lines = [
    `# ${model.useCase ?? model.target}: ${kindNames[model.kind]}`,
    '',
    `Predicts \`${model.target}\`: ${targetNames[1]} where the probability is at least ${model.decisionThreshold}, else ${targetNames[0]}.`,
    'Decision support: a clinician decides.',
    '',
    '## Made from',
    '',
    `- ${model.trainingRows} rows, snapshot SHA-256 ${model.dataHash}`,
    `- trained at ${model.trainedAt}${model.codeVersion ? ` by code version ${model.codeVersion}` : ''}`,
    `- ${Object.entries(hyperparameters)
      .map(([name, value]) => `${name} = ${String(value)}`)
      .join(', ')}`,
    ...(model.trigger ? [`- reason: ${model.trigger.explanation ?? model.trigger.reason}`] : []),
    ...(model.baselineHash ? [`- monitoring baseline SHA-256 ${model.baselineHash}`] : []),
    '',
    '## How good',
    '',
    `${metrics.method}: ${metrics.rows} rows, ${metrics.positives} of them ${targetNames[1]}.`,
    '',
    '| metric | value |',
    '|---|---|',
    ...Object.entries(metrics.values).map(([name, value]) => `| ${name} | ${value.toFixed(4)} |`),
    '',
    '## What moves it',
    '',
    ...(model.kind === 'logistic-regression' ? weightLines(model) : featureLines(model)),
    '',
  ];
  return lines.join('\n');
}

function weightLines({ features, coefficients, targetNames }: LogisticRegressionModel): string[] {
  const columns = features.flatMap(
    (feature): { name: string; unit?: string | undefined; mean: number; sd: number }[] =>
      feature.kind === 'numeric'
        ? [feature]
        : feature.categories.map((category, k) => ({
            name: `${feature.name}: ${category}`,
            mean: feature.mean[k]!,
            sd: feature.sd[k]!,
          })),
  );
  const weights = columns
    .map((column, c) => ({ column, weight: coefficients[c]! }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, listedFeatures);
  return [
    `The ${weights.length} largest of ${columns.length} weights: log-odds of ${targetNames[1]} per standard deviation.`,
    '',
    '| feature | unit | mean | sd | log-odds per sd |',
    '|---|---|---|---|---|',
    ...weights.map(
      ({ column, weight }) =>
        `| ${column.name} | ${column.unit ?? ''} | ${short(column.mean)} | ${short(column.sd)} | ${weight.toFixed(3)} |`,
    ),
  ];
}

const featureLines = ({ features }: PortableModel): string[] => [
  'No weight holds for everybody: each prediction comes with what moved it. It looks at',
  `${features.map(({ name }) => name).join(', ')}.`,
];

const short = (value: number): string => String(Number(value.toPrecision(4)));
