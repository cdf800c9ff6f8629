import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

/**
 * SageMaker's API as botocore describes it: what the arguments of each kind of step may hold, and which properties a step
 * has afterwards. Made by tests/pipelines/botocore_shapes.py; a test compares it with the botocore that is installed.
 */
const shapeSchema = z.object({
  type: z.string(),
  required: z.optional(z.array(z.string())),
  enum: z.optional(z.array(z.string())),
  min: z.optional(z.number()),
  max: z.optional(z.number()),
  pattern: z.optional(z.string()),
  members: z.optional(z.record(z.string(), z.string())),
  member: z.optional(z.string()),
  key: z.optional(z.string()),
  value: z.optional(z.string()),
});
export type Shape = z.output<typeof shapeSchema>;

const fileSchema = z.object({
  steps: z.record(z.string(), z.object({ arguments: z.string(), properties: z.string() })),
  shapes: z.record(z.string(), shapeSchema),
});

let loaded: z.output<typeof fileSchema> | undefined;

/** Read at the first use: whoever only builds a pipeline does not need it. */
const shapes = (): z.output<typeof fileSchema> =>
  (loaded ??= z.parse(
    fileSchema,
    JSON.parse(readFileSync(new URL('./shapes.json', import.meta.url), 'utf8')),
  ));

/** @param name a name that another shape gives. */
export function shapeNamed(name: string): Shape {
  const shape = shapes().shapes[name];
  if (!shape)
    throw new Error(`shapes.json lacks ${name}; make it anew by tests/pipelines/botocore_shapes.py`);
  return shape;
}

/** Shapes of a kind of step; undefined for kinds whose arguments are not a call of SageMaker's API. */
export function shapesOfStep(
  type: string,
): { readonly arguments: Shape; readonly properties: Shape } | undefined {
  const step = shapes().steps[type];
  return step && { arguments: shapeNamed(step.arguments), properties: shapeNamed(step.properties) };
}
