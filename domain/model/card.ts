import type { PortableModel } from './portable-model.ts';

/** How many features a card lists by their weight. */
const listedFeatures = 10;

/** A model card in Markdown: what the model is, what made it, how good it is, what moves it. */
export function describeModel(model: PortableModel): string {
  const { features, coefficients, metrics, hyperparameters, targetNames } = model;
  const weights = features
    .map((feature, j) => ({ feature, weight: coefficients[j]! }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, listedFeatures);
  const lines = [
    `# ${model.useCase ?? model.target}: logistic regression`,
    '',
    `Predicts \`${model.target}\`: ${targetNames[1]} where the probability is at least ${model.decisionThreshold}, else ${targetNames[0]}.`,
    'Decision support: a clinician decides.',
    '',
    '## Made from',
    '',
    `- ${model.trainingRows} rows, snapshot SHA-256 ${model.dataHash}`,
    `- trained at ${model.trainedAt}${model.codeVersion ? ` by code version ${model.codeVersion}` : ''}`,
    `- L2 penalty C = ${hyperparameters.C}, seed ${hyperparameters.seed}`,
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
    `The ${weights.length} largest of ${features.length} features: log-odds of ${targetNames[1]} per standard deviation.`,
    '',
    '| feature | unit | mean | sd | log-odds per sd |',
    '|---|---|---|---|---|',
    ...weights.map(
      ({ feature, weight }) =>
        `| ${feature.name} | ${feature.unit ?? ''} | ${short(feature.mean)} | ${short(feature.sd)} | ${weight.toFixed(3)} |`,
    ),
    '',
  ];
  return lines.join('\n');
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
