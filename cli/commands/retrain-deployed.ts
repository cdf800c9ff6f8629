import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';
import { readDeployed, settingsOf, type DeployedOptions } from '../doctor/deployed.ts';
import { UsageError } from '../errors.ts';
import { askingAws } from '../io/aws.ts';
import { PlatformProblem } from '../io/client.ts';
import { retrainAnswer, sayRetraining } from './retrain.ts';

interface RetrainDeployedOptions extends DeployedOptions {
  readonly reason: string;
  readonly useCase?: string;
  readonly user: string;
  readonly json: boolean;
}

const functionAnswer = z.object({ statusCode: z.number(), body: z._default(z.string(), '{}') });
const problem = z.object({ detail: z.string() });

/** `modelkeep retrain --env`: asks the deployed start-retraining by hand, as its API would. */
export async function runRetrainDeployed(options: RetrainDeployedOptions): Promise<number> {
  const deployed = await readDeployed(options);
  const name = deployed.functions.find((one) => one.name.endsWith('-start-retraining'))?.name;
  if (name === undefined)
    throw new UsageError(
      `start-retraining: got no such function in the stacks of ${options.env}, expected the stack of the retraining`,
    );
  const place = { env: options.env, accountId: deployed.accountId };
  const lambda = new LambdaClient(settingsOf(deployed, options));
  const { FunctionError: crashed, Payload: payload } = await askingAws(place, name, () =>
    lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(requestOf(options)) })),
  );
  if (crashed !== undefined)
    throw new Error(`${name} crashed (${crashed}); its log group /aws/lambda/${name} says why`);
  const text = Buffer.from(payload ?? []).toString('utf8');
  const { statusCode, body } = parseWith(functionAnswer, JSON.parse(text), `answer of ${name}`);
  const answer: unknown = JSON.parse(body);
  if (statusCode >= 300) {
    const said = z.safeParse(problem, answer);
    const more = statusCode >= 500 ? `; its log group /aws/lambda/${name} says why` : '';
    throw new PlatformProblem(
      statusCode,
      `${name} answered ${statusCode}${said.success ? `: ${said.data.detail}` : ''}${more}`,
    );
  }
  sayRetraining(parseWith(retrainAnswer, answer, `answer of ${name}`), options.json);
  return 0;
}

/** POST /retrain as API Gateway hands it on. Its key is new for each command: what the SDK repeats starts nothing twice. */
function requestOf({ reason, useCase, user }: RetrainDeployedOptions) {
  return {
    version: '2.0',
    routeKey: 'POST /retrain',
    rawPath: '/retrain',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    requestContext: {
      http: { method: 'POST', path: '/retrain' },
      authorizer: { jwt: { claims: { email: user, scope: 'approver' } } },
    },
    body: JSON.stringify({ reason, ...(useCase === undefined ? {} : { useCase }) }),
    isBase64Encoded: false,
  };
}
