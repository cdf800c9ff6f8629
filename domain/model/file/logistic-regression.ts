import * as z from 'zod/mini';
import { checkFeatures, columnCountOf, commonFields } from './common.ts';

export const logisticRegressionSchema = z
  .strictObject({
    ...commonFields,
    kind: z.literal('logistic-regression'),
    hyperparameters: z.strictObject({
      C: z.number().check(z.positive()),
      seed: z.number(),
      folds: z.number().check(z.int(), z.nonnegative()),
    }),
    /** One for each column (each feature, or each category of one), in log-odds per standard deviation. */
    coefficients: z.array(z.number()),
    /** The log-odds at the training mean. */
    intercept: z.number(),
  })
  .check(
    z.check(({ value, issues }) => {
      const { features, coefficients } = value;
      const columns = columnCountOf(features);
      if (coefficients.length !== columns) {
        const what = columns === features.length ? 'features' : 'columns';
        const message = `one coefficient for each of ${columns} ${what}`;
        issues.push({ code: 'custom', input: coefficients, path: ['coefficients'], message });
      }
      checkFeatures(features, (issue) => issues.push({ code: 'custom', ...issue }));
    }),
  );
