import * as z from 'zod/mini';
import { triggerSchema } from '../retraining/trigger.ts';
import { metricNameSchema } from '../usecase/schema.ts';
import { InvalidInputError, parseWith } from '../validation/parse.ts';

/** Raised when a reader of the old form could score the new one wrongly. */
export const modelSchemaVersion = 1;

const count = z.number().check(z.int(), z.nonnegative());
const text = z.string().check(z.minLength(1));
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

const modelFeatureSchema = z.strictObject({
  name: text,
  kind: z.literal('numeric'),
  unit: z.optional(text),
  range: z.optional(z.strictObject({ min: z.number(), max: z.number() })),
  /** Of the training rows: a missing value counts as this, and explanations are told against it. */
  mean: z.number(),
  /** Of the training rows; 1 for a constant feature. */
  sd: z.number().check(z.positive()),
});

const metricsSchema = z.strictObject({
  /** How they came about, for people: "5-fold cross-validation". */
  method: text,
  rows: count,
  positives: count,
  values: z.partialRecord(metricNameSchema, z.number()),
});

/** What every kind of model file holds. */
const common = {
  schemaVersion: z.literal(modelSchemaVersion),
  useCase: z.optional(text),
  /** In the order of the input vector. */
  features: z.array(modelFeatureSchema).check(z.minLength(1)),
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

const logisticRegressionSchema = z
  .strictObject({
    ...common,
    kind: z.literal('logistic-regression'),
    hyperparameters: z.strictObject({ C: z.number().check(z.positive()), seed: z.number(), folds: count }),
    /** One for each feature, in log-odds per standard deviation. */
    coefficients: z.array(z.number()),
    /** The log-odds at the training mean. */
    intercept: z.number(),
  })
  .check(
    z.check(({ value, issues }) => {
      const { features, coefficients } = value;
      if (coefficients.length !== features.length) {
        const message = `one coefficient for each of ${features.length} features`;
        issues.push({ code: 'custom', input: coefficients, path: ['coefficients'], message });
      }
      const seen = new Set<string>();
      features.forEach(({ name }, i) => {
        if (seen.has(name)) {
          const message = 'a name that no other feature has';
          issues.push({ code: 'custom', input: name, path: ['features', i, 'name'], message });
        }
        seen.add(name);
      });
    }),
  );

/** A union, so that further kinds of model join without a change for existing files. */
const portableModelSchema = z.discriminatedUnion('kind', [logisticRegressionSchema]);
/** A trained model as data: everything that scoring and explaining need, and what made it. */
export type PortableModel = z.output<typeof portableModelSchema>;

/** The model as the text of its file: JSON, one field a line, so that two versions can be compared by diff. */
export const serializeModel = (model: PortableModel): string => `${JSON.stringify(model, null, 1)}\n`;

/**
 * A model from the text of its file.
 * @param what names the file for the reader.
 * @throws InvalidInputError for text that is no JSON, another schema version, and whatever does not fit the schema.
 */
export function parseModel(text: string, what = 'model file'): PortableModel {
  const value = parseJson(text, what);
  const version: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'schemaVersion') : undefined;
  if (typeof version === 'number' && version !== modelSchemaVersion) {
    throw new InvalidInputError(what, [
      {
        field: 'schemaVersion',
        got: String(version),
        expected: `${modelSchemaVersion}, which this program reads; train the model again, or use the program that wrote it`,
      },
    ]);
  }
  return parseWith(portableModelSchema, value, what, { quoteValues: true });
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const trimmed = text.trimEnd();
    const got =
      trimmed === ''
        ? 'nothing'
        : trimmed.startsWith('{') && !trimmed.endsWith('}')
          ? `JSON that breaks off after ${trimmed.length} characters`
          : 'text that is no JSON';
    throw new InvalidInputError(what, [{ field: '(root)', got, expected: 'a whole model file (JSON)' }]);
  }
}
