import type { Context } from 'aws-lambda';
import { randomUUID } from 'node:crypto';

type LocalContext = Omit<Context, 'done' | 'fail' | 'succeed'>;
export type LambdaHandler = (event: unknown, context: Context) => Promise<unknown>;

/** What Lambda hands to a function beside the event, as far as it makes sense on one machine. */
export function lambdaContext(functionName: string, timeoutSeconds = 900): Context {
  const deadline = performance.now() + timeoutSeconds * 1000;
  const context: LocalContext = {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    memoryLimitInMB: '1024',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
  // The three callbacks of old are left out: no function here uses them.
  return context as Context;
}
