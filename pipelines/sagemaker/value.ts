/** Values of SageMaker Pipeline JSON, schema 2020-12-01: plain JSON, or one of three functions that the run fills in. */
export type PipelineValue =
  string | number | boolean | null | readonly PipelineValue[] | { readonly [key: string]: PipelineValue };

/** What a parameter, an earlier step or the execution itself has at run time. */
export type Reference = { readonly Get: string };
/** Texts put together. With an empty `On` and one value it makes a text of a number, where the API wants a text. */
export type Join = {
  readonly 'Std:Join': { readonly On: string; readonly Values: readonly PipelineValue[] };
};
/** A value in a JSON file that a processing step wrote; Path without `$.`. */
export type JsonGet = {
  readonly 'Std:JsonGet': { readonly PropertyFile: Reference; readonly Path: string };
};
export type Text = string | Reference | Join;
export type Count = number | Reference;

export const parameter = (name: string): Reference => ({ Get: `Parameters.${name}` });
export const property = (step: string, path: string): Reference => ({ Get: `Steps.${step}.${path}` });
export const join = (on: string, ...values: readonly PipelineValue[]): Join => ({
  'Std:Join': { On: on, Values: values },
});

/** Names that follow `Execution.` in a reference. */
export const executionVariables = [
  'PipelineName',
  'PipelineArn',
  'PipelineExecutionId',
  'PipelineExecutionArn',
  'StartDateTime',
  'CurrentDateTime',
] as const;
export const execution = (variable: (typeof executionVariables)[number]): Reference => ({
  Get: `Execution.${variable}`,
});

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The function that an object stands for; undefined for plain JSON. */
export function functionOf(
  value: unknown,
): { readonly kind: 'Get' | 'Std:Join' | 'Std:JsonGet'; readonly body: unknown } | undefined {
  if (!isRecord(value)) return undefined;
  const keys = Object.keys(value);
  const [kind] = keys;
  if (keys.length !== 1 || (kind !== 'Get' && kind !== 'Std:Join' && kind !== 'Std:JsonGet'))
    return undefined;
  return { kind, body: value[kind] };
}
