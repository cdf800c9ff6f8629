import { environmentNamed } from '../../stacks/environments/index.ts';
import { contracts } from '../../stacks/functions/contracts.ts';
import { environmentOf } from '../../stacks/functions/environment.ts';
import { Names } from '../../stacks/names.ts';

/**
 * What Lambda and the stacks set for a function, with names of dev and keys of nobody: enough for its bundle to be
 * imported outside Lambda. Nothing is called by it.
 * @throws Error that names the function where the stacks have no value for a variable of its contract.
 */
export function lambdaEnvironment(functionName: string): Readonly<Record<string, string>> {
  const environment = environmentNamed('dev');
  const { region, accountId } = environment;
  const contract = contracts.find(({ name }) => name === functionName);
  if (contract === undefined) throw new Error(`${functionName}: got no contract of this name, expected one`);
  const secret = (name: string): string => `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}`;
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'nobody',
    AWS_SECRET_ACCESS_KEY: 'nothing',
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    ...environmentOf(contract, {
      environment,
      names: new Names(environment),
      shared: {
        keyArn: `arn:aws:kms:${region}:${accountId}:key/1`,
        slackSecretArn: secret('slack-webhook'),
        pseudonymSecretArn: secret('pseudonym-key'),
        network: undefined,
      },
      useCase: 'breast-cancer',
    }),
  };
}
