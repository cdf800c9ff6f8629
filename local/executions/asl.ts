import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';

/** Amazon States Language as far as the local interpreter runs it: JSONPath, no variables, no Parallel, no Map. */
const path = z.nullable(z.string());
const retrierSchema = z.object({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.optional(z.number()),
  MaxAttempts: z.optional(z.number()),
  BackoffRate: z.optional(z.number()),
  MaxDelaySeconds: z.optional(z.number()),
  JitterStrategy: z.optional(z.enum(['NONE', 'FULL'])),
});
const catcherSchema = z.object({
  ErrorEquals: z.array(z.string()),
  Next: z.string(),
  ResultPath: z.optional(path),
});
const stateSchema = z.looseObject({
  Type: z.enum(['Task', 'Pass', 'Wait', 'Choice', 'Succeed', 'Fail']),
  Next: z.optional(z.string()),
  End: z.optional(z.boolean()),
  InputPath: z.optional(path),
  OutputPath: z.optional(path),
  ResultPath: z.optional(path),
  Resource: z.optional(z.string()),
  TimeoutSeconds: z.optional(z.number()),
  TimeoutSecondsPath: z.optional(z.string()),
  Retry: z.optional(z.array(retrierSchema)),
  Catch: z.optional(z.array(catcherSchema)),
  Choices: z.optional(z.array(z.looseObject({ Next: z.string() }))),
  Default: z.optional(z.string()),
  Seconds: z.optional(z.number()),
  SecondsPath: z.optional(z.string()),
  Timestamp: z.optional(z.string()),
  TimestampPath: z.optional(z.string()),
  Error: z.optional(z.string()),
  ErrorPath: z.optional(z.string()),
  Cause: z.optional(z.string()),
  CausePath: z.optional(z.string()),
});
const definitionSchema = z.looseObject({
  Comment: z.optional(z.string()),
  StartAt: z.string(),
  States: z.record(z.string(), stateSchema),
});

export type AslState = z.output<typeof stateSchema>;
export type AslDefinition = z.output<typeof definitionSchema>;
export type Retrier = z.output<typeof retrierSchema>;
export type Catcher = z.output<typeof catcherSchema>;

/** @throws InvalidInputError that names the state's field. */
export const parseDefinition = (value: unknown): AslDefinition =>
  parseWith(definitionSchema, value, 'state machine definition', { quoteValues: true });

/** Task resources that the local interpreter knows; both go to a Lambda function. */
export const lambdaInvoke = 'arn:aws:states:::lambda:invoke';
export const lambdaInvokeWithToken = `${lambdaInvoke}.waitForTaskToken`;

/** The most that a state may take in or give out, as UTF-8 JSON. */
export const maxPayloadBytes = 256 * 1024;

/** Names that the interpreter itself gives to errors. */
export const stateErrors = {
  timeout: 'States.Timeout',
  dataLimit: 'States.DataLimitExceeded',
  runtime: 'States.Runtime',
  taskFailed: 'States.TaskFailed',
  all: 'States.ALL',
} as const;

/** A state has failed. `error` is what Retry and Catch match, `causeText` goes beside it. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly error: string;
  readonly causeText: string;
  constructor(error: string, causeText: string, options?: ErrorOptions) {
    super(`${error}: ${causeText}`, options);
    this.error = error;
    this.causeText = causeText;
  }
}
