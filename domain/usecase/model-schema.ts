import * as z from 'zod/mini';

const positive = z.number().check(z.positive());
const share = z.number().check(z.gt(0), z.maximum(1));
const rate = z.number().check(z.gt(0), z.lt(1));
const wholeUpTo = (most: number) => z.number().check(z.int(), z.positive(), z.maximum(most));
const decisionThreshold = z._default(rate, 0.5);

/** What every algorithm's training is told. */
const training = {
  seed: z._default(z.number().check(z.int(), z.nonnegative()), 7),
  folds: z._default(z.number().check(z.int(), z.minimum(2), z.maximum(20)), 5),
  /** Share of the rows held out for the gate. */
  testFraction: z._default(rate, 0.2),
};

const logisticRegression = z.strictObject({
  algorithm: z.literal('logistic-regression'),
  hyperparameters: z._default(
    z.strictObject({
      /** Inverse strength of the L2 penalty, as in scikit-learn. */
      C: z._default(positive, 1),
      decisionThreshold,
    }),
    { C: 1, decisionThreshold: 0.5 },
  ),
  ...training,
});

/** The names and defaults below are those of pipelines/containers/tabular, which trains these. */
const svm = z.strictObject({
  algorithm: z.literal('svm'),
  hyperparameters: z.strictObject({
    /** Inverse strength of the penalty on rows on the wrong side. */
    C: z._default(positive, 100),
    /** Principal components of the scaled features; 0 keeps the features. */
    components: z._default(z.number().check(z.int(), z.nonnegative(), z.maximum(1_000)), 2),
    /** Of the Gaussian kernel; `scale` is 1 / (components * variance). */
    gamma: z._default(z.union([z.literal('scale'), positive]), 'scale'),
    /** Without it, where the machine's decision changes its sign: Platt's sigmoid need not put that at a half. */
    decisionThreshold: z.optional(rate),
  }),
  ...training,
});

const randomForest = z.strictObject({
  algorithm: z.literal('random-forest'),
  hyperparameters: z.strictObject({
    trees: z._default(wholeUpTo(10_000), 300),
    maxDepth: z._default(wholeUpTo(64), 16),
    minSamplesLeaf: z._default(wholeUpTo(1_000_000), 2),
    /** Share of the columns that a split looks at; `sqrt`: the square root of their number. */
    maxFeatures: z._default(z.union([z.literal('sqrt'), share]), 'sqrt'),
    decisionThreshold,
  }),
  ...training,
});

const xgboost = z.strictObject({
  algorithm: z.literal('xgboost'),
  hyperparameters: z.strictObject({
    rounds: z._default(wholeUpTo(10_000), 150),
    maxDepth: z._default(wholeUpTo(32), 3),
    learningRate: z._default(share, 0.05),
    subsample: z._default(share, 0.8),
    columnSample: z._default(share, 0.8),
    minChildWeight: z._default(z.number().check(z.nonnegative()), 1),
    lambda: z._default(z.number().check(z.nonnegative()), 1),
    decisionThreshold,
  }),
  ...training,
});

/** Names and defaults are those of pipelines/containers/vision, which trains these. */
const imageNetwork = z.strictObject({
  algorithm: z.literal('image-network'),
  hyperparameters: z.strictObject({
    architecture: z._default(z.enum(['resnet50', 'efficientnet-b0', 'small']), 'efficientnet-b0'),
    /** `imagenet`: begin from weights trained on it, given as the channel `weights`. */
    pretrained: z._default(z.enum(['none', 'imagenet']), 'none'),
    /** Side of the square that the network is shown, in pixels. */
    imageSize: z._default(z.number().check(z.int(), z.minimum(32), z.maximum(1_024)), 224),
    epochs: z._default(wholeUpTo(10_000), 30),
    batchSize: z._default(wholeUpTo(8_192), 32),
    learningRate: z._default(positive, 3e-4),
    /** Epochs without a better validation loss after which training stops. */
    patience: z._default(wholeUpTo(10_000), 6),
    /** Processes that decode images, for each training process; 0: the training process does. */
    workers: z._default(z.number().check(z.int(), z.nonnegative(), z.maximum(64)), 4),
    /** Of each training process on a CPU; 0: as torch sees fit. */
    threads: z._default(z.number().check(z.int(), z.nonnegative(), z.maximum(1_024)), 0),
    decisionThreshold,
  }),
  ...training,
});

/** A union, so that further algorithms join without a change for existing use cases. */
export const modelSchema = z.discriminatedUnion('algorithm', [
  logisticRegression,
  svm,
  randomForest,
  xgboost,
  imageNetwork,
]);
