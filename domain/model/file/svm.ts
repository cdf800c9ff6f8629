import * as z from 'zod/mini';
import { checkFeatures, columnCountOf, commonFields, hyperparametersSchema, type Report } from './common.ts';

const maxSupportVectors = 100_000;
/** Of all support vectors or components together: 8 bytes each. */
const maxNumbers = 10_000_000;

const numbers = z.array(z.number());

const pcaSchema = z.strictObject({
  /** Of the scaled columns, taken off before they are projected. */
  mean: numbers,
  /** A row for each component, a number for each column. */
  components: z.array(numbers).check(z.minLength(1)),
});

/** Scaler, principal components (if any), support vectors with a Gaussian kernel, Platt's probabilities. */
export const svmSchema = z
  .strictObject({
    ...commonFields,
    kind: z.literal('svm'),
    hyperparameters: hyperparametersSchema,
    pca: z.optional(pcaSchema),
    /** Of the kernel exp(-gamma * |x - v|²). */
    gamma: z.number().check(z.positive()),
    /** In the space of the components, or of the scaled columns without them. */
    supportVectors: z.array(numbers).check(z.minLength(1), z.maxLength(maxSupportVectors)),
    /** Label times multiplier, one for each support vector. */
    dualCoefficients: numbers,
    intercept: z.number(),
    /** P(positive) = 1 / (1 + exp(a * decision + b)) (Platt 1999). */
    calibration: z.strictObject({ a: z.number(), b: z.number() }),
  })
  .check(
    z.check(({ value, issues }) => {
      const report: Report = (issue) => issues.push({ code: 'custom', ...issue });
      checkFeatures(value.features, report);
      checkShape(value, report);
    }),
  );

interface Shape {
  readonly features: Parameters<typeof columnCountOf>[0];
  readonly pca?: { readonly mean: number[]; readonly components: number[][] } | undefined;
  readonly supportVectors: number[][];
  readonly dualCoefficients: number[];
}

function checkShape({ features, pca, supportVectors, dualCoefficients }: Shape, report: Report): void {
  const columns = columnCountOf(features);
  const width = pca?.components.length ?? columns;
  const short = (rows: number[][], length: number): number => rows.findIndex((row) => row.length !== length);
  if (pca) {
    const { mean, components } = pca;
    if (mean.length !== columns) {
      report({ path: ['pca', 'mean'], input: mean, message: `one for each of ${columns} columns` });
    }
    const wrong = short(components, columns);
    if (wrong >= 0) {
      const message = `one for each of ${columns} columns`;
      report({ path: ['pca', 'components', wrong], input: components[wrong], message });
    }
    if (width > columns) {
      report({ path: ['pca', 'components'], input: components, message: `at most ${columns} components` });
    }
  }
  if (supportVectors.length * width > maxNumbers) {
    const message = `at most ${maxNumbers} numbers in all`;
    report({ path: ['supportVectors'], input: supportVectors, message });
  }
  const wrong = short(supportVectors, width);
  if (wrong >= 0) {
    const message = `${width} numbers, one for each ${pca ? 'component' : 'column'}`;
    report({ path: ['supportVectors', wrong], input: supportVectors[wrong], message });
  }
  if (dualCoefficients.length !== supportVectors.length) {
    const message = `one for each of ${supportVectors.length} support vectors`;
    report({ path: ['dualCoefficients'], input: dualCoefficients, message });
  }
}
