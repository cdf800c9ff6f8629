import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';

const answerSchema = z.object({ statusCode: z.number(), body: z.optional(z.string()) });

/** A function behind the API answered with an error. */
export class FunctionAnswerError extends Error {
  override readonly name = 'FunctionAnswerError';
}

/**
 * What GET on a route answers, asked of its function directly: as API Gateway asks, without a gateway.
 * @throws FunctionAnswerError where it crashes or answers with an error.
 */
export async function getByFunction(
  lambda: LambdaClient,
  functionName: string,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<unknown> {
  const event = {
    version: '2.0',
    routeKey: `GET ${path}`,
    rawPath: path,
    headers: { accept: 'application/json' },
    queryStringParameters: query,
    requestContext: { http: { method: 'GET', path } },
    isBase64Encoded: false,
  };
  const { FunctionError: crashed, Payload: payload } = await lambda.send(
    new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }),
  );
  const text = Buffer.from(payload ?? []).toString('utf8');
  if (crashed !== undefined)
    throw new FunctionAnswerError(
      `${functionName} crashed (${crashed}); log group /aws/lambda/${functionName}`,
    );
  const { statusCode, body = '{}' } = parseWith(answerSchema, JSON.parse(text), `answer of ${functionName}`);
  if (statusCode !== 200)
    throw new FunctionAnswerError(
      `${functionName} answered ${statusCode} to GET ${path}; log group /aws/lambda/${functionName}`,
    );
  return JSON.parse(body);
}
