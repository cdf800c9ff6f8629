import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));

/**
 * A use case whose question is asked of a photograph. Its features are figures of the photograph (brightness, sharpness, …)
 * that its inference server measures: what drift is looked for in. The network sees the photograph itself.
 */
export const imagesSchema = z.strictObject({
  /** Where the photographs of the base table lie, named as the table names them: a folder below the project, or absolute. */
  folder: text,
  /** Of the table: names the photograph. */
  column: text,
  /** Of the table: the diagnosis where it is known; otherwise any other text, and the target alone says the side. */
  diagnosisColumn: text,
  /** The diagnoses that the network tells apart, by the side of the target that they belong to. */
  classes: z.strictObject({
    positive: z.array(text).check(z.minLength(1)),
    negative: z.array(text).check(z.minLength(1)),
  }),
});
