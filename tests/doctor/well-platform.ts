import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetAliasCommand, GetFunctionConfigurationCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
} from '@aws-sdk/client-sagemaker';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeStateMachineCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import type { ExecutionRecord } from '../../domain/registry/execution.ts';
import type { ModelVersion } from '../../domain/registry/model-version.ts';
import { makeClients } from '../../cli/doctor/clients.ts';
import type { Expected } from '../../cli/doctor/expected.ts';

export const account = '111122223333';
export const expected: Expected = {
  environment: 'dev',
  accountId: account,
  region: 'eu-central-1',
  useCases: ['breast-cancer'],
  functions: [
    { name: 'mk-dev-predict-breast-cancer', codeSha256: 'predict=', alias: 'live' },
    { name: 'mk-dev-read-status', codeSha256: 'status=' },
    { name: 'mk-dev-read-models', codeSha256: 'models=' },
  ],
  stateMachines: [
    { name: 'mk-dev-retraining', definition: '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}' },
  ],
  schedules: [{ name: 'mk-dev-drift-breast-cancer', expression: 'rate(1 hour)' }],
  rules: [{ name: 'mk-dev-platform-events', busName: 'mk-dev', pattern: '{"source":["modelkeep"]}' }],
  alarms: [{ name: 'mk-dev-drift-breast-cancer', runbookUrl: 'https://example.org/runbook.md#drift' }],
  emails: [{ topicName: 'mk-dev-critical', address: 'team@example.org' }],
  secrets: ['mk-dev/slack-webhook', 'mk-dev/pseudonym-key'],
  buckets: [],
  endpoints: [{ name: 'mk-dev-breast-cancer', useCase: 'breast-cancer' }],
  folders: ['/stacks/dev-foundation', '/stacks/dev-retraining'],
};

export const trigger = {
  useCase: 'breast-cancer',
  reason: 'manual' as const,
  cause: 'manual/1',
  requestedAt: '2026-11-24T10:00:00Z',
};
export const version = (number: number, status: ModelVersion['status']): ModelVersion => ({
  useCase: 'breast-cancer',
  version: number,
  status,
  createdAt: '2026-11-24T10:00:00Z',
  executionName: `execution-${number}`,
  trigger,
  modelKey: 'm',
  modelHash: 'h',
  evaluationKey: 'e',
  baselineKey: 'b',
  baselineHash: 'h',
  snapshotKey: 's',
  snapshotHash: 'h',
  rows: 569,
  codeVersion: 'c',
  metrics: {},
  championVersion: null,
  championMetrics: null,
  gateReasons: [],
});
export const execution: ExecutionRecord = {
  useCase: 'breast-cancer',
  name: 'execution-9',
  generation: 9,
  status: 'Running',
  outcome: null,
  trigger,
  startedAt: '2026-11-24T10:00:00Z',
  endedAt: null,
  version: null,
  reasons: [],
};

export const clients = makeClients({ region: 'eu-central-1', endpoint: 'http://127.0.0.1:1' });
export const lambda = mockClient(clients.lambda);
export const states = mockClient(clients.states);
export const scheduler = mockClient(clients.scheduler);
export const events = mockClient(clients.events);
export const cloudwatch = mockClient(clients.cloudwatch);
export const sns = mockClient(clients.sns);
export const secrets = mockClient(clients.secrets);
export const sagemaker = mockClient(clients.sagemaker);

export const payload = (body: unknown, statusCode = 200) => ({
  Payload: Buffer.from(JSON.stringify({ statusCode, body: JSON.stringify(body) })) as never,
});
export const answers = (name: string, body: unknown, statusCode?: number) =>
  lambda.on(InvokeCommand, { FunctionName: name }).resolves(payload(body, statusCode));
export const status = (more: object = {}) =>
  answers('mk-dev-read-status', {
    useCases: [
      {
        paused: false,
        live: { version: 2, since: '2026-11-24T10:00:00Z' },
        deployment: null,
        running: null,
        ...more,
      },
    ],
  });
export const models = (...all: readonly ModelVersion[]) => answers('mk-dev-read-models', { models: all });
export const answering = (...versions: readonly string[]) =>
  cloudwatch
    .on(GetMetricDataCommand)
    .resolves({ MetricDataResults: versions.map((Label) => ({ Label, Values: [3] })) });

/** What AWS answers where everything is as it should be. */
export function everythingIsWell(): void {
  for (const mock of [lambda, states, scheduler, events, cloudwatch, sns, secrets, sagemaker]) mock.reset();
  for (const { name, codeSha256 } of expected.functions)
    lambda.on(GetFunctionConfigurationCommand, { FunctionName: name }).resolves({
      FunctionArn: `arn:aws:lambda:eu-central-1:${account}:function:${name}`,
      CodeSha256: codeSha256,
      State: 'Active',
      LastUpdateStatus: 'Successful',
    });
  lambda.on(GetAliasCommand).resolves({ FunctionVersion: '7' });
  status();
  models(version(2, 'InService'), version(1, 'Archived'));
  answering('2');
  states.on(DescribeStateMachineCommand).resolves({
    status: 'ACTIVE',
    definition: '{ "States": {"A": {"Type": "Succeed"}}, "StartAt": "A" }',
  });
  states.on(ListExecutionsCommand).resolves({ executions: [] });
  scheduler.on(GetScheduleCommand).resolves({ State: 'ENABLED', ScheduleExpression: 'rate(1 hour)' });
  events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', EventPattern: '{"source": ["modelkeep"]}' });
  alarm();
  sns.on(ListSubscriptionsByTopicCommand).resolves({
    Subscriptions: [{ Protocol: 'email', Endpoint: 'team@example.org', SubscriptionArn: 'arn:aws:sns:x' }],
  });
  secrets.on(DescribeSecretCommand).resolves({ VersionIdsToStages: { v: ['AWSCURRENT'] } });
  endpoint('InService');
  sagemaker
    .on(DescribeEndpointConfigCommand, { EndpointConfigName: 'mk-dev-breast-cancer-1' })
    .resolves({ ProductionVariants: [{ VariantName: 'v', ModelName: 'm' }] });
  filesOf('execution-2');
}
export const endpoint = (EndpointStatus: 'InService' | 'Updating' | 'Failed', more: object = {}) =>
  sagemaker
    .on(DescribeEndpointCommand)
    .resolves({ EndpointStatus, EndpointConfigName: 'mk-dev-breast-cancer-1', ...more });
export const filesOf = (executionName: string) =>
  sagemaker.on(DescribeModelCommand, { ModelName: 'm' }).resolves({
    PrimaryContainer: {
      ModelDataSource: {
        S3DataSource: {
          S3Uri: `s3://models/executions/${executionName}/files/`,
          S3DataType: 'S3Prefix',
          CompressionType: 'None',
        },
      },
    },
  });
export const alarm = (more: object = {}) =>
  cloudwatch.on(DescribeAlarmsCommand).resolves({
    MetricAlarms: [
      { AlarmName: 'mk-dev-drift-breast-cancer', ActionsEnabled: true, StateValue: 'OK', ...more },
    ],
  });
