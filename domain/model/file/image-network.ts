import * as z from 'zod/mini';
import { checkFeatures, commonFields, hyperparametersSchema } from './common.ts';

const text = z.string().check(z.minLength(1));
const count = z.number().check(z.int(), z.positive());

/**
 * A network that tells photographs apart. It lies in a file of its own beside this one (ONNX) and is run by its inference
 * server; `features` are the figures of a photograph that drift is looked for in, and nothing is scored from them.
 */
export const imageNetworkSchema = z
  .strictObject({
    ...commonFields,
    kind: z.literal('image-network'),
    hyperparameters: hyperparametersSchema,
    /** The diagnoses that it tells apart, those of the positive side first. */
    classes: z.array(text).check(z.minLength(2)),
    positives: count,
    /** Side of the square that it is shown, in pixels. */
    imageSize: count,
    network: z.strictObject({
      sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      bytes: count,
    }),
    /** Columns of its table that name photographs and diagnoses: no groups of patients. */
    keptColumns: z.array(text),
  })
  .check(
    z.check((ctx) => {
      const report = (issue: { path: PropertyKey[]; input: unknown; message: string }): void => {
        ctx.issues.push({ code: 'custom', ...issue });
      };
      checkFeatures(ctx.value.features, report);
      const { classes, positives } = ctx.value;
      if (positives >= classes.length)
        report({
          path: ['positives'],
          input: positives,
          message: `fewer than the ${classes.length} classes`,
        });
      if (new Set(classes).size !== classes.length)
        report({ path: ['classes'], input: classes, message: 'each class once' });
    }),
  );
