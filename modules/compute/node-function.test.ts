import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { problemsOf, synth, testKeyArn, testPlace } from '../testing/synth.ts';
import { NodeFunction, type NodeFunctionProps } from './node-function.ts';

const folder = mkdtempSync(join(tmpdir(), 'function-'));
afterAll(() => rmSync(folder, { recursive: true }));
const zipPath = join(folder, 'code.zip');
writeFileSync(zipPath, 'code');

const props: NodeFunctionProps = {
  place: testPlace,
  name: 'dev-predict',
  description: 'Predicts',
  code: { zipPath, sha256Base64: 'vJ3o2Y+Wr9WyCARstJYqFiP6tKj0x+cLllzrbgEIzPs=' },
  runtime: 'nodejs22.x',
  memoryMiB: 512,
  timeoutSeconds: 10,
  environment: { RECORDS_TABLE: 'dev-records' },
  statements: [{ sid: 'Read', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::models/*'] }],
  keyArn: testKeyArn,
};
const make = (more: Partial<NodeFunctionProps> = {}) =>
  synth((scope) => new NodeFunction(scope, 'predict', { ...props, ...more }));
const actions = (made: ReturnType<typeof make>): readonly unknown[] =>
  made.statements('aws_iam_role_policy').flatMap((statement) => statement['Action']);

describe('by itself', () => {
  const made = make();

  test('runs its bundle on arm64, under its own role, with its environment encrypted', () => {
    expect(made.only('aws_lambda_function')).toMatchObject({
      function_name: 'dev-predict',
      architectures: ['arm64'],
      handler: 'index.handler',
      runtime: 'nodejs22.x',
      memory_size: 512,
      timeout: 10,
      kms_key_arn: testKeyArn,
      publish: false,
      filename: expect.stringMatching(/^assets\/.*code\.zip$/),
      source_code_hash: props.code.sha256Base64,
      environment: { variables: { RECORDS_TABLE: 'dev-records' } },
      tracing_config: { mode: 'PassThrough' },
    });
  });

  test('keeps its log for 30 days, encrypted', () => {
    expect(made.only('aws_cloudwatch_log_group')).toEqual({
      name: '/aws/lambda/dev-predict',
      retention_in_days: 30,
      kms_key_id: testKeyArn,
    });
  });

  test('may write its log, read its environment, and do what its code does', () => {
    expect(actions(made)).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'kms:Decrypt',
      's3:GetObject',
    ]);
  });

  test('the key opens this function’s environment only', () => {
    expect(made.statements('aws_iam_role_policy')[1]).toMatchObject({
      Condition: {
        StringEquals: {
          'kms:EncryptionContext:aws:lambda:FunctionArn':
            'arn:aws:lambda:eu-central-1:123456789012:function:dev-predict',
        },
      },
    });
  });
});

test('tracing, dead letters and a network bring the rights that Lambda needs for them', () => {
  const made = make({
    tracing: true,
    deadLetters: { queueArn: 'arn:aws:sqs:eu-central-1:123456789012:dead', keyArn: testKeyArn },
    network: { vpcId: 'vpc-1', subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'], reaches: [] },
  });
  expect(made.only('aws_lambda_function')).toMatchObject({
    tracing_config: { mode: 'Active' },
    dead_letter_config: { target_arn: 'arn:aws:sqs:eu-central-1:123456789012:dead' },
    vpc_config: { subnet_ids: ['subnet-1'], security_group_ids: ['sg-1'] },
    depends_on: [expect.stringContaining('aws_iam_role_policy')],
  });
  expect(actions(made)).toEqual(
    expect.arrayContaining(['xray:PutTraceSegments', 'sqs:SendMessage', 'ec2:CreateNetworkInterface']),
  );
});

test('an alias that a deployer moves is made once and then left alone', () => {
  const made = make({ alias: { name: 'live', movedBy: 'deployer' } });
  expect(made.only('aws_lambda_function')['publish']).toBe(true);
  expect(made.only('aws_lambda_alias')).toMatchObject({
    name: 'live',
    lifecycle: { ignore_changes: ['function_version', 'routing_config'] },
  });
  const moved = make({ alias: { name: 'live', movedBy: 'terraform' } });
  expect(moved.only('aws_lambda_alias')).not.toHaveProperty('lifecycle');
});

test('callers call the alias where there is one', () => {
  synth((scope) => {
    const plain = new NodeFunction(scope, 'plain', { ...props, name: 'plain' });
    expect(plain.invokeArn).toBe(plain.arn);
    const aliased = new NodeFunction(scope, 'aliased', {
      ...props,
      name: 'aliased',
      alias: { name: 'live', movedBy: 'terraform' },
    });
    expect(aliased.invokeArn).not.toBe(aliased.arn);
  });
});

test('concurrency and the repeats of asynchronous calls are set where given', () => {
  const made = make({ reservedConcurrency: 0, asyncRetry: { maxAttempts: 0, maxAgeSeconds: 60 } });
  expect(made.only('aws_lambda_function')['reserved_concurrent_executions']).toBe(0);
  expect(made.only('aws_lambda_function_event_invoke_config')).toMatchObject({
    maximum_retry_attempts: 0,
    maximum_event_age_in_seconds: 60,
  });
});

test.each<[string, Partial<NodeFunctionProps>, string]>([
  ['too little memory', { memoryMiB: 64 }, 'memoryMiB: got 64, expected a whole number from 128 to 10240'],
  ['too much time', { timeoutSeconds: 901 }, 'timeoutSeconds: got 901'],
  [
    'a variable that Lambda sets',
    { environment: { AWS_REGION: 'x' } },
    'environment.AWS_REGION: Lambda sets it',
  ],
  ['an empty variable', { environment: { TABLE: '' } }, 'environment.TABLE: got nothing'],
  ['a runtime that is none', { runtime: 'node22' }, 'runtime: got "node22"'],
])('%s fails the synth', (_what, more, message) => {
  expect(problemsOf((scope) => new NodeFunction(scope, 'predict', { ...props, ...more }))).toContain(
    `[test/predict] ${message}`,
  );
});
