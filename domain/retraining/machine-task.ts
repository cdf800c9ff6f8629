import type * as z from 'zod/mini';

type ObjectSchema = z.ZodMiniObject;

/**
 * One Task of the state machine together with the function behind it: what the function is given, by which path, and where
 * its result goes. The definition builds the state from it and the function's handler takes its schemas from it, so that the
 * two cannot disagree.
 */
export interface MachineTask<I extends ObjectSchema = ObjectSchema, O extends ObjectSchema = ObjectSchema> {
  readonly functionName: string;
  /** Of the Lambda function; the state waits a little longer, so that the function's own end is seen first. */
  readonly functionTimeoutSeconds: number;
  readonly input: I;
  /** For each field of the input a JSONPath (`$.…` of the payload, `$$.…` of the context) or a literal text. */
  readonly payload: { readonly [K in keyof z.output<I>]: string } | WholePayload;
  readonly output: O;
  /** Where the fields of the output go; null where the machine needs none of them. */
  readonly resultPath: `$.${string}` | null;
}

/** For the functions that report on everything that has happened. */
type WholePayload = '$';

export const machineTask = <I extends ObjectSchema, O extends ObjectSchema>(
  task: MachineTask<I, O>,
): MachineTask<I, O> => task;
