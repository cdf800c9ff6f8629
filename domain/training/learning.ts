import * as z from 'zod/mini';

/** Beside a version's other files, where its training goes through the rows again and again: the vision container writes it. */
export const learningFile = 'history.json';

/** Passes are few hundred at most; what comes after these is not told. */
const mostPasses = 1_000;

/** How a training went: the loss of each pass, on what it learned from and on what it did not see. */
export const learningSchema = z.pipe(
  z.array(
    z.object({
      /** Counted from 0. */
      epoch: z.number(),
      loss: z.number(),
      validationLoss: z.number(),
    }),
  ),
  z.transform((passes) => passes.slice(0, mostPasses)),
);
export type Learning = z.output<typeof learningSchema>;
