import * as z from 'zod/mini';
import { triggerSchema } from '../../retraining/trigger.ts';
import { metricNameSchema } from '../../usecase/schema.ts';

/** Raised when a reader of the old form could score the new one wrongly. */
export const modelSchemaVersion = 1;

/** More would be a mistake, and would make reading a file a way to exhaust memory. */
const maxFeatures = 2_000;
const maxCategories = 2_000;

const count = z.number().check(z.int(), z.nonnegative());
const text = z.string().check(z.minLength(1));
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

const numericFeature = z.strictObject({
  name: text,
  kind: z.literal('numeric'),
  unit: z.optional(text),
  range: z.optional(z.strictObject({ min: z.number(), max: z.number() })),
  /** Of the training rows: where a model knows no missing values, one counts as this. */
  mean: z.number(),
  /** Of the training rows; 1 for a constant feature. */
  sd: z.number().check(z.positive()),
});

/** Becomes one column of zeros and ones for each category; all of them are missing where the value is. */
const categoricalFeature = z.strictObject({
  name: text,
  kind: z.literal('categorical'),
  categories: z.array(text).check(z.minLength(1), z.maxLength(maxCategories)),
  /** As for numeric features, of the column of each category. */
  mean: z.array(z.number()),
  sd: z.array(z.number().check(z.positive())),
});

const featureSchema = z.discriminatedUnion('kind', [numericFeature, categoricalFeature]);
/** One input of a model, as its file describes it. */
export type ModelFeature = z.output<typeof featureSchema>;

const metricsSchema = z.strictObject({
  /** How they came about, for people: "5-fold cross-validation". */
  method: text,
  rows: count,
  positives: count,
  values: z.partialRecord(metricNameSchema, z.number()),
});

/** What every kind of model file holds. */
export const commonFields = {
  schemaVersion: z.literal(modelSchemaVersion),
  useCase: z.optional(text),
  /** In the order of the input vector. */
  features: z.array(featureSchema).check(z.minLength(1), z.maxLength(maxFeatures)),
  target: text,
  /** What people call label 0 and label 1. */
  targetNames: z.tuple([text, text]),
  /** P(positive) from which on label 1 is predicted. */
  decisionThreshold: z.number().check(z.gt(0), z.lt(1)),
  metrics: metricsSchema,
  trainedAt: z.iso.datetime(),
  trainingRows: count,
  /** SHA-256 of the snapshot that it was trained on. */
  dataHash: sha256,
  /** SHA-256 of its monitoring baseline, a file of its own. */
  baselineHash: z.optional(sha256),
  codeVersion: z.optional(text),
  trigger: z.optional(triggerSchema),
};

/** As the trainer was given them; the kinds differ in what they take. */
export const hyperparametersSchema = z.record(text, z.union([z.number(), z.string(), z.boolean(), z.null()]));

interface Issue {
  readonly path: PropertyKey[];
  readonly input: unknown;
  readonly message: string;
}
/** Reports what a schema by itself cannot see. */
export type Report = (issue: Issue) => void;

/** Numbers of columns that the features become; see categoricalFeature. */
export const columnCountOf = (features: readonly ModelFeature[]): number =>
  features.reduce((sum, f) => sum + (f.kind === 'numeric' ? 1 : f.categories.length), 0);

/** No feature twice, no category twice, figures for each category. */
export function checkFeatures(features: readonly ModelFeature[], report: Report): void {
  const seen = new Set<string>();
  features.forEach((feature, i) => {
    const at = (field: string, input: unknown, message: string): void => {
      report({ path: ['features', i, field], input, message });
    };
    if (seen.has(feature.name)) at('name', feature.name, 'a name that no other feature has');
    seen.add(feature.name);
    if (feature.kind === 'numeric') return;
    const { categories, mean, sd } = feature;
    if (new Set(categories).size !== categories.length) at('categories', categories, 'each category once');
    if (mean.length !== categories.length)
      at('mean', mean, `one for each of ${categories.length} categories`);
    if (sd.length !== categories.length) at('sd', sd, `one for each of ${categories.length} categories`);
  });
}
