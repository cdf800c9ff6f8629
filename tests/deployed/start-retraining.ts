import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleAll } from '../../stacks/functions/bundles.ts';
import { createQueue } from '../contracts/aws-queue.ts';
import { createRecordsTable, createTopic, createWaitingMachine } from '../contracts/aws-resources.ts';
import { createRole, roleArn } from '../emulator/recorder.ts';
import type { emulatorOrSkip } from '../support/emulator.ts';

type Emulator = NonNullable<Awaited<ReturnType<typeof emulatorOrSkip>>>;

export interface DeployedBase {
  /** `modelkeep-try7`: what every name begins with. */
  readonly base: string;
  readonly stateMachineArn: string;
  readonly records: string;
  /** Folder for --stacks: what the synth would have written, as far as the command reads it. */
  readonly stacks: string;
}

/** start-retraining as it is bundled for AWS, on a machine that waits, and the two secrets, empty. */
export async function deployStartRetraining(emulator: Emulator, environment: string): Promise<DeployedBase> {
  const base = `modelkeep-${environment}`;
  const secrets = ['pseudonym-key', 'slack-webhook'].map((name) => `${base}/${name}`);
  const queue = await createQueue(emulator.url);
  await createRole(emulator);
  const [records, topic, stateMachineArn] = await Promise.all([
    createRecordsTable(),
    createTopic(queue),
    createWaitingMachine(queue),
  ]);
  const bundle = (await bundleAll()).get('start-retraining')!;
  await new LambdaClient({ ...emulator.client }).send(
    new CreateFunctionCommand({
      FunctionName: `${base}-start-retraining`,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: roleArn,
      Timeout: 20,
      Code: { ZipFile: await readFile(bundle.zipPath) },
      Environment: {
        Variables: {
          RECORDS_TABLE: records,
          ALERT_TOPIC_INFO_ARN: topic,
          ALERT_TOPIC_WARNING_ARN: topic,
          ALERT_TOPIC_CRITICAL_ARN: topic,
          RETRAINING_STATE_MACHINE_ARN: stateMachineArn,
        },
      },
    }),
  );
  for (const Name of secrets)
    await new SecretsManagerClient({ ...emulator.client }).send(new CreateSecretCommand({ Name }));
  return { base, stateMachineArn, records, stacks: await writeStacks(environment, base, secrets) };
}

export async function writeStacks(
  environment: string,
  base: string,
  secrets: readonly string[],
): Promise<string> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'stacks-'));
  const folder = path.join(outdir, 'stacks', `${environment}-retraining`);
  const aws = {
    region: 'us-east-1',
    allowed_account_ids: ['123456789012'],
    default_tags: [{ tags: { 'use-case': 'shared' } }],
  };
  const start = { function_name: `${base}-start-retraining`, source_code_hash: 'x' };
  const resource = {
    aws_lambda_function: { start },
    aws_secretsmanager_secret: Object.fromEntries(secrets.map((name) => [name, { name }])),
  };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'cdk.tf.json'), JSON.stringify({ provider: { aws: [aws] }, resource }));
  return outdir;
}
