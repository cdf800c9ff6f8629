import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { FunctionContract } from '../../domain/function-contract.ts';
import { ConditionFailedError, ThrottledError } from '../../domain/ports.ts';
import {
  ServiceThrottledError,
  ServiceUnavailableError,
  StateInputError,
} from '../../domain/retraining/errors.ts';
import { InvalidInputError, parseWith } from '../../domain/validation/parse.ts';
import type { Logger } from './logger.ts';

export type TaskHandler = (event: unknown, context: Context) => Promise<unknown>;

export interface TaskEdge<I extends z.ZodMiniType, O extends z.ZodMiniType> {
  readonly contract: FunctionContract;
  readonly logger: Logger;
  readonly input: I;
  readonly output: O;
}

/**
 * The stack around a state of the machine: input and output parsed by their schemas, errors under the names that the
 * machine's Retry and Catch match, one log line with the execution and the outcome.
 */
export function taskEdge<I extends z.ZodMiniType, O extends z.ZodMiniType>(
  edge: TaskEdge<I, O>,
  run: (input: z.output<I>) => Promise<z.input<O>>,
): TaskHandler {
  const { contract, logger } = edge;
  const log: middy.MiddlewareObj<unknown, unknown> = {
    onError(request) {
      request.error = taskError(request.error);
      logger.error(
        { function: contract.name, error: request.error, requestId: request.context.awsRequestId },
        'task failed',
      );
    },
    after: () => logger.info({ function: contract.name }, 'task done'),
  };
  const handler = middy<unknown, unknown>()
    .use(log)
    .handler(async (event: unknown) => {
      const input = parseWith(edge.input, event, `input of ${contract.name}`);
      return parseWith(edge.output, await run(input), `output of ${contract.name}`);
    });
  return (event, context) => handler(event, context);
}

/** The same failure under the name that the state machine knows. */
function taskError(error: unknown): Error {
  if (error instanceof ThrottledError) return new ServiceThrottledError(error.message, { cause: error });
  // Another write was faster: the state decides anew when it is delivered again.
  if (error instanceof ConditionFailedError)
    return new ServiceUnavailableError(error.message, { cause: error });
  if (error instanceof InvalidInputError) return new StateInputError(error.message, { cause: error });
  return error instanceof Error ? error : new Error('a value that is no Error was thrown');
}
