import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';

/**
 * What runs on this machine in the place of an image. `command: "entrypoint"` means the container's own entry point, for
 * definitions whose code comes with the step's inputs.
 */
const programSchema = z.strictObject({
  command: z.union([z.literal('entrypoint'), z.array(z.string()).check(z.minLength(1))]),
  environment: z._default(z.record(z.string(), z.string()), {}),
  /** Working folder of the program; by default the one that the command was started in. */
  folder: z.optional(z.string()),
});
export type LocalProgram = z.output<typeof programSchema>;

/** One that is no image's own entry point. */
export interface CommandProgram extends LocalProgram {
  readonly command: string[];
}

/** By image, `image#step`, `#step`, or `*` for every other. */
export type Programs = Readonly<Record<string, LocalProgram>>;

/**
 * @param what names the source for the reader.
 * @throws InvalidInputError.
 * @public
 */
export const parsePrograms = (json: unknown, what: string): Programs =>
  parseWith(z.record(z.string(), programSchema), json, what, { quoteValues: true });

/** The nearest entry for a step's image. */
export const programFor = (programs: Programs, image: string, step: string): LocalProgram | undefined =>
  programs[`${image}#${step}`] ?? programs[`#${step}`] ?? programs[image] ?? programs['*'];
