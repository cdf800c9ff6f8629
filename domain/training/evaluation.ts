import * as z from 'zod/mini';

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const metrics = z.record(z.string(), z.number());

/** What a training writes beside the model as `evaluation.json`: how good it is on rows that it has not seen. */
export const evaluationSchema = z.object({
  schemaVersion: z.literal(1),
  useCase: z.string(),
  trainedAt: z.string(),
  snapshotHash: sha256,
  modelHash: sha256,
  baselineHash: sha256,
  holdoutHash: sha256,
  rows: z.object({ training: z.number(), holdout: z.number(), baseline: z.number() }),
  /** On the held-out rows. */
  metrics,
  confusionMatrix: z.object({
    truePositives: z.number(),
    falsePositives: z.number(),
    trueNegatives: z.number(),
    falseNegatives: z.number(),
  }),
  calibration: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      rows: z.number(),
      meanProbability: z.number(),
      observedRate: z.number(),
    }),
  ),
  roc: z.array(
    z.object({
      threshold: z.nullable(z.number()),
      falsePositiveRate: z.number(),
      truePositiveRate: z.number(),
    }),
  ),
  subgroups: z.array(
    z.object({
      column: z.string(),
      groups: z.array(z.object({ group: z.string(), rows: z.number(), metrics })),
    }),
  ),
  /** Over the training rows, each predicted by the fold that did not see it. */
  crossValidation: z.object({ folds: z.number(), metrics }),
  /** Held-out rows with what the model said of them when it was made: a deployment must say the same. Row numbers count from 0 in holdout.csv. */
  probes: z.array(z.object({ row: z.number(), probability: z.number() })),
});
export type Evaluation = z.output<typeof evaluationSchema>;

/** The files of one training below its output prefix. `done.json` is written last: with it, all others are whole. */
export const trainingFiles = {
  model: 'model.json',
  evaluation: 'evaluation.json',
  baseline: 'baseline.json',
  holdout: 'holdout.csv',
  /** Of networks alone: what each said of the held-out rows. */
  scores: 'scores.json',
  done: 'done.json',
} as const;

/** Beside them where the model is a network, which only its inference server reads. */
export const networkFiles = { network: 'network.onnx', description: 'network.json' } as const;

/** Where start-pipeline puts the network in service, below the output prefix: the new one is compared with it. */
export const championFolder = 'champion/';
