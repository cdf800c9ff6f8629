import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../../stacks/environments/schema.ts';
import { stackIdsOf } from './plans.ts';
import { outputsRead } from './remote-state.ts';
import { resourcesOf, type StackJson, type Synthesised } from './synthesised.ts';

type Json = Readonly<Record<string, unknown>>;

/** A mocked provider makes up eight letters for an ARN; the real one's checks of the arguments want an ARN. */
const mockedArns: Readonly<Record<string, string>> = {
  aws_cloudfront_function: 'cloudfront:function/mocked',
  aws_cloudwatch_event_rule: 'events:rule/mocked',
  aws_cloudfront_distribution: 'cloudfront:distribution/MOCKED',
  aws_cloudwatch_log_group: 'logs:log-group:mocked',
  aws_dynamodb_table: 'dynamodb:table/mocked',
  aws_ecr_repository: 'ecr:repository/mocked',
  aws_iam_role: 'iam:role/mocked',
  aws_kms_key: 'kms:key/mocked',
  aws_lambda_function: 'lambda:function:mocked',
  aws_s3_bucket: 's3:mocked',
  aws_sagemaker_endpoint: 'sagemaker:endpoint/mocked',
  aws_sagemaker_pipeline: 'sagemaker:pipeline/mocked',
  aws_secretsmanager_secret: 'secretsmanager:secret:mocked',
  aws_sfn_state_machine: 'states:stateMachine:mocked',
  aws_sns_topic: 'sns:mocked',
  aws_sqs_queue: 'sqs:mocked',
};
const arnOf = (short: string): string => {
  const [service = '', ...rest] = short.split(':');
  const where = service === 's3' ? ':' : service === 'iam' ? ':111122223333' : 'eu-central-1:111122223333';
  return `arn:aws:${service}:${where}:${rest.join(':')}`;
};

/** Has effect for an apply that is torn down at once. */
const unprotected = ({ resource }: StackJson): Json =>
  Object.fromEntries(
    Object.entries(resource).flatMap(([type, named]) => {
      const own = Object.keys(named).filter((name) => named[name]?.['lifecycle'] !== undefined);
      return own.length === 0
        ? []
        : [[type, Object.fromEntries(own.map((name) => [name, { lifecycle: { prevent_destroy: false } }]))]];
    }),
  );

/**
 * A folder for `terraform test`: a copy of each stack of the environments, and one file of tests that applies each with a
 * mocked provider and the foundation's outputs in place of its remote state.
 */
export async function writeMockedApplies(
  made: Synthesised,
  environments: readonly Environment[],
): Promise<{ readonly folder: string; readonly ids: readonly string[] }> {
  const folder = path.join(made.outdir, 'mocked');
  await mkdir(folder);
  const runs: Json[] = [];
  for (const environment of environments)
    for (const id of stackIdsOf(made, environment)) {
      const copy = path.join(folder, id);
      await cp(made.folder(id), copy, { recursive: true });
      const stack = await made.json(id);
      const open = unprotected(stack);
      if (Object.keys(open).length > 0)
        await writeFile(path.join(copy, 'mocked_override.tf.json'), JSON.stringify({ resource: open }));
      runs.push({ [id]: runOf(id, stack, await outputsRead(made, id, environment)) });
    }
  const mocks: [string, Json][] = Object.entries(mockedArns).map(([type, short]) => [
    type,
    { defaults: { arn: arnOf(short) } },
  ]);
  // The id of a user pool begins with its region, and the provider looks.
  mocks.push([
    'aws_cognito_user_pool',
    { defaults: { id: 'eu-central-1_Mocked1', arn: arnOf('cognito-idp:userpool/eu-central-1_Mocked1') } },
  ]);
  // An HTTP API has the ARN of its calls beside its own.
  mocks.push(['aws_apigatewayv2_api', { defaults: { execution_arn: arnOf('execute-api:mocked') } }]);
  await writeFile(path.join(folder, 'main.tf.json'), '{}');
  await writeFile(
    path.join(folder, 'stacks.tftest.json'),
    JSON.stringify({
      mock_provider: { aws: { mock_resource: Object.fromEntries(mocks) as Json } },
      run: runs,
    }),
  );
  return { folder, ids: runs.flatMap((run) => Object.keys(run)) };
}

function runOf(id: string, stack: StackJson, read: ReadonlyMap<string, Json>): Json {
  const state = 'terraform_remote_state.foundation';
  const reads = read.has('foundation');
  const keys = resourcesOf(stack, 'aws_lambda_function').length;
  return {
    command: 'apply',
    module: { source: `./${id}` },
    ...(read.size > 0 && {
      override_data: [...read].map(([from, outputs]) => ({
        target: `data.terraform_remote_state.${from}`,
        values: { outputs },
      })),
    }),
    assert: [
      ...Object.keys(stack.output ?? {}).map((name) => ({
        condition: `\${output.${name} != null && output.${name} != ""}`,
        error_message: `output ${name} has no value`,
      })),
      ...(reads && keys > 0
        ? Object.keys(stack.resource['aws_lambda_function'] ?? {}).map((name) => ({
            condition: `\${aws_lambda_function.${name}.kms_key_arn == data.${state}.outputs.key_arn}`,
            error_message: `function ${name} is not under the key of the foundation`,
          }))
        : []),
    ],
  };
}
