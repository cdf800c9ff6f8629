import type { Evaluation } from '../../domain/training/evaluation.ts';
import { metricNames, type UseCase } from '../../domain/usecase/schema.ts';

export interface Trained {
  readonly model: UseCase['model'];
  readonly evaluation: Evaluation;
}

/** Models of one use case on the same rows; the first is the one that it is deployed with. */
export interface Comparison {
  readonly useCase: string;
  readonly title: string;
  readonly snapshotHash: string;
  readonly rows: Evaluation['rows'];
  readonly models: readonly {
    readonly algorithm: string;
    readonly hyperparameters: UseCase['model']['hyperparameters'];
    /** On the held-out rows. */
    readonly metrics: Evaluation['metrics'];
    readonly crossValidation: Evaluation['crossValidation'];
    readonly confusionMatrix: Evaluation['confusionMatrix'];
    /** The thresholds of the use case's gate that it does not meet. */
    readonly belowGate: readonly string[];
  }[];
}

export const comparisonOf = (
  useCase: UseCase,
  snapshotHash: string,
  trained: readonly Trained[],
): Comparison => ({
  useCase: useCase.name,
  title: useCase.title,
  snapshotHash,
  rows: trained[0]?.evaluation.rows ?? { training: 0, holdout: 0, baseline: 0 },
  models: trained.map(({ model, evaluation }) => ({
    algorithm: model.algorithm,
    hyperparameters: model.hyperparameters,
    metrics: evaluation.metrics,
    crossValidation: evaluation.crossValidation,
    confusionMatrix: evaluation.confusionMatrix,
    belowGate: belowGate(useCase, evaluation.metrics),
  })),
});

function belowGate({ gate }: UseCase, metrics: Evaluation['metrics']): string[] {
  return gate.thresholds.flatMap(({ metric, atLeast, atMost }) => {
    const value = metrics[metric];
    const met =
      value !== undefined &&
      (atLeast === undefined || value >= atLeast) &&
      (atMost === undefined || value <= atMost);
    if (met) return [];
    return [
      `${metric} ${figure(value)}, ${atLeast === undefined ? `at most ${String(atMost)}` : `at least ${atLeast}`} wanted`,
    ];
  });
}

/** The comparison for people. */
export function comparisonMarkdown({ title, snapshotHash, rows, models }: Comparison): string {
  const columns = models.flatMap(({ algorithm, crossValidation }) => [
    `${algorithm}, held out`,
    `${algorithm}, ${crossValidation.folds}-fold`,
  ]);
  return `${[
    `# ${title}: models side by side`,
    '',
    `The same ${rows.training} rows to learn from and ${rows.holdout} held out (snapshot SHA-256 \`${snapshotHash}\`), each model by the pipeline of the use case.`,
    '',
    `| metric | ${columns.join(' | ')} |`,
    `|---|${columns.map(() => '---|').join('')}`,
    ...metricNames
      .filter((name) => models.some(({ metrics }) => metrics[name] !== undefined))
      .map((name) => {
        const cells = models.flatMap(({ metrics, crossValidation }) => [
          figure(metrics[name]),
          figure(crossValidation.metrics[name]),
        ]);
        return `| ${name} | ${cells.join(' | ')} |`;
      }),
    '',
    ...models.map(
      ({ algorithm, hyperparameters, belowGate: reasons, confusionMatrix: c }) =>
        `- **${algorithm}** (${Object.entries(hyperparameters)
          .map(([name, value]) => `${name} ${String(value)}`)
          .join(
            ', ',
          )}): of the held-out rows ${c.truePositives} found, ${c.falseNegatives} missed, ${c.falsePositives} false alarms; ${reasons.length === 0 ? 'meets the gate' : `below the gate: ${reasons.join('; ')}`}`,
    ),
  ].join('\n')}\n`;
}

const figure = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(4));
