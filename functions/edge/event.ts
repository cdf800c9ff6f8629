import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { FunctionContract } from '../../domain/function-contract.ts';
import type { Logger } from './logger.ts';

export type EventHandler = (event: unknown, context: Context) => Promise<unknown>;

/** The stack around a subscriber (EventBridge, SNS, a schedule): it logs, and lets errors out so that the event is delivered again. */
export function eventEdge(
  edge: { readonly contract: FunctionContract; readonly logger: Logger },
  run: (event: unknown) => Promise<unknown>,
): EventHandler {
  const { contract, logger } = edge;
  const log: middy.MiddlewareObj<unknown, unknown> = {
    onError: (request) =>
      logger.error(
        { function: contract.name, error: request.error, requestId: request.context.awsRequestId },
        'event failed',
      ),
    after: () => logger.info({ function: contract.name }, 'event done'),
  };
  const handler = middy<unknown, unknown>()
    .use(log)
    .handler(async (event: unknown) => run(event));
  return (event, context) => handler(event, context);
}
