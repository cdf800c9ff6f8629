import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  type FunctionConfiguration,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { checking, failed, ok, warning, type Check, type Finding } from '../check.ts';
import type { Expected } from '../expected.ts';

type ExpectedFunction = Expected['functions'][number];

/** Every function runs the code of this working tree, and what callers call does too. */
export async function checkFunctions(
  lambda: LambdaClient,
  { functions, environment, accountId }: Expected,
): Promise<readonly Check[]> {
  const deploy = `npm run deploy -- --env ${environment}`;
  const checks = await Promise.all(
    functions.map(async (one) => [
      await checking('functions', one.name, codeOf(one.codeSha256), async () => {
        const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: one.name }));
        return judge(one, found, { deploy, accountId });
      }),
      ...(one.alias === undefined ? [] : [await checkAlias(lambda, one, one.alias, deploy)]),
    ]),
  );
  return checks.flat();
}

const codeOf = (sha256: string | undefined): string => `code ${sha256?.slice(0, 8) ?? 'unknown'}`;

function judge(
  { codeSha256 }: ExpectedFunction,
  found: FunctionConfiguration,
  { deploy, accountId }: { readonly deploy: string; readonly accountId: string },
): Finding {
  const account = found.FunctionArn?.split(':')[4];
  if (account !== undefined && account !== accountId)
    return failed(
      `account ${accountId}`,
      `account ${account}`,
      'look with credentials of the environment’s account',
    );
  if (found.State === 'Failed' || found.LastUpdateStatus === 'Failed')
    return failed(
      'a function that is ready',
      found.LastUpdateStatusReason ?? found.StateReason ?? 'a failed update',
      deploy,
    );
  if (found.CodeSha256 !== codeSha256) return failed(codeOf(codeSha256), codeOf(found.CodeSha256), deploy);
  if (found.LastUpdateStatus === 'InProgress')
    return warning('a function that is ready', 'an update in progress', 'look again in a minute');
  return ok(codeOf(codeSha256));
}

/** The alias stands where the deployment left it: Terraform does not move it. */
const checkAlias = (
  lambda: LambdaClient,
  { name, codeSha256 }: ExpectedFunction,
  alias: string,
  deploy: string,
): Promise<Check> =>
  checking('functions', `${name}:${alias}`, codeOf(codeSha256), async () => {
    const found = await lambda.send(new GetAliasCommand({ FunctionName: name, Name: alias }));
    const shifting = Object.entries(found.RoutingConfig?.AdditionalVersionWeights ?? {});
    const version = found.FunctionVersion ?? '$LATEST';
    const { CodeSha256: got } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: version }),
    );
    if (shifting.length > 0)
      return warning(
        `all traffic on one version`,
        `version ${version}, and ${shifting.map(([to, share]) => `${Math.round(share * 100)} % on version ${to}`).join(', ')}`,
        `a deployment shifts the traffic; where none runs, one was broken off: ${deploy}`,
      );
    const here = `version ${version}, ${codeOf(got)}`;
    return got === codeSha256
      ? ok(here)
      : failed(
          codeOf(codeSha256),
          here,
          `the last deployment did not get to the end, or was taken back by its alarm (docs/runbook.md#canary-errors): ${deploy}`,
        );
  });
