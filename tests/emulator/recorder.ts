import { CreateTableCommand, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import type { emulatorOrSkip } from '../support/emulator.ts';
import { zip } from '../support/zip.ts';
import { eventually } from './eventually.ts';

type Emulator = NonNullable<Awaited<ReturnType<typeof emulatorOrSkip>>>;

const partition = 'arn:aws:iam::123456789012:role';
export const roleArn = `${partition}/recorder`;

/** By its form call: one operation is not worth the IAM client. */
export async function createRole(emulator: Emulator): Promise<void> {
  const service = 'lambda.amazonaws.com';
  const trust = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  const answer = await fetch(emulator.url, {
    method: 'POST',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: new URLSearchParams({
      Action: 'CreateRole',
      Version: '2010-05-08',
      RoleName: 'recorder',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  });
  // 409: another suite on the same emulator made it.
  if (!answer.ok && answer.status !== 409) throw new Error(`CreateRole: ${await answer.text()}`);
}

async function bundle(): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./fixtures/recorder.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    // The SDK's CommonJS parts call require.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    minify: true,
    // The state machine matches errors by their classes' names.
    keepNames: true,
  });
  return zip({ 'index.mjs': outputFiles[0]!.contents });
}

export interface Recorder {
  readonly functionArn: string;
  readonly table: string;
  /** The events of a run, as soon as there are so many. */
  readonly calls: (run: string, atLeast: number) => Promise<readonly Record<string, unknown>[]>;
}

/** Deploys fixtures/recorder.ts as the function `name`, with a table of the same name. */
export async function deployRecorder(
  emulator: Emulator,
  name: string,
  options: { readonly deadLetterArn?: string; readonly timeoutSeconds?: number } = {},
): Promise<Recorder> {
  const dynamodb = new DynamoDBClient({ ...emulator.client });
  await createRole(emulator);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
    }),
  );
  const { FunctionArn } = await new LambdaClient({ ...emulator.client }).send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: roleArn,
      Timeout: options.timeoutSeconds ?? 10,
      Code: { ZipFile: await bundle() },
      Environment: { Variables: { TABLE: name, LOG_LEVEL: 'info' } },
      ...(options.deadLetterArn ? { DeadLetterConfig: { TargetArn: options.deadLetterArn } } : {}),
    }),
  );
  return {
    functionArn: FunctionArn!,
    table: name,
    calls: (run, atLeast) =>
      eventually(`${atLeast} calls of ${run}`, async () => {
        const { Items } = await dynamodb.send(
          new QueryCommand({
            TableName: name,
            KeyConditionExpression: 'pk = :run',
            ExpressionAttributeValues: { ':run': { S: run } },
          }),
        );
        // `as`: the recorder writes nothing but events, which are objects.
        const events = (Items ?? []).map((item) => JSON.parse(item['event']!.S!) as Record<string, unknown>);
        return events.length >= atLeast ? events : undefined;
      }),
  };
}
