import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { emulatorOrSkip } from '../support/emulator.ts';
import { eventually } from './eventually.ts';
import { startHttpSink } from './http-sink.ts';
import { deployRecorder, roleArn, type Recorder } from './recorder.ts';

const emulator = await emulatorOrSkip();

(emulator ? describe : describe.skip)('events', () => {
  const events = new EventBridgeClient({ ...emulator?.client });
  const sfn = new SFNClient({ ...emulator?.client });
  const sns = new SNSClient({ ...emulator?.client });
  const cloudwatch = new CloudWatchClient({ ...emulator?.client });
  const s3 = new S3Client({ ...emulator?.client });
  const bus = 'events-test';
  let recorder: Recorder;

  async function rule(name: string, pattern: object, target: Omit<Target, 'Id'>, eventBus = 'default') {
    const place = { EventBusName: eventBus };
    await events.send(new PutRuleCommand({ ...place, Name: name, EventPattern: JSON.stringify(pattern) }));
    await events.send(new PutTargetsCommand({ ...place, Rule: name, Targets: [{ Id: '1', ...target }] }));
  }
  const toRecorder = (run: string): Omit<Target, 'Id'> => ({
    Arn: recorder.functionArn,
    InputTransformer: {
      InputPathsMap: { detail: '$.detail', kind: '$.detail-type' },
      InputTemplate: `{"run": "${run}", "kind": "<kind>", "detail": <detail>}`,
    },
  });
  const drift = (severity: string, psi: number) => ({
    EventBusName: bus,
    Source: 'modelkeep.monitor',
    DetailType: 'Drift Detected',
    Detail: JSON.stringify({ severity, psi }),
  });
  const driftPattern = {
    source: ['modelkeep.monitor'],
    detail: { severity: ['high'], psi: [{ numeric: ['>=', 0.2] }] },
  };

  beforeAll(async () => {
    await events.send(new CreateEventBusCommand({ Name: bus }));
    recorder = await deployRecorder(emulator!, 'events-test');
  });

  test('a rule calls a function with the events that match, and with no other', async () => {
    await rule('to-function', driftPattern, toRecorder('rule'), bus);
    const sent = await events.send(
      new PutEventsCommand({ Entries: [drift('low', 0.9), drift('high', 0.1), drift('high', 0.3)] }),
    );
    expect(sent.FailedEntryCount).toBe(0);
    expect(await recorder.calls('rule', 1)).toEqual([
      { run: 'rule', kind: 'Drift Detected', detail: { severity: 'high', psi: 0.3 } },
    ]);
  });

  test('a rule starts a state machine with the whole event', async () => {
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: 'events-test',
        roleArn,
        definition: JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }),
      }),
    );
    await rule('to-machine', { source: ['events-test.machine'] }, { Arn: stateMachineArn, RoleArn: roleArn });
    await events.send(
      new PutEventsCommand({
        Entries: [{ Source: 'events-test.machine', DetailType: 'x', Detail: '{"a":1}' }],
      }),
    );
    const execution = await eventually('an execution', async () => {
      const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
      return executions?.find(({ status }) => status === 'SUCCEEDED');
    });
    const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn: execution.executionArn }));
    expect(JSON.parse(input!)).toMatchObject({
      source: 'events-test.machine',
      'detail-type': 'x',
      detail: { a: 1 },
      account: '123456789012',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
  });

  test('SNS posts to an HTTP subscriber on loopback', async () => {
    const sink = await startHttpSink();
    try {
      const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'events-test' }));
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: sink.url }));
      await sns.send(new PublishCommand({ TopicArn, Subject: 'about', Message: 'hello' }));
      const [message] = await sink.received(1);
      expect(message!.headers['x-amz-sns-message-type']).toBe('Notification');
      expect(message!.body).toMatchObject({
        Type: 'Notification',
        TopicArn,
        Subject: 'about',
        Message: 'hello',
      });
    } finally {
      await sink.stop();
    }
  });

  test('an alarm that is set sends its event, once for a change', async () => {
    const AlarmName = 'events-test';
    await rule(
      'alarm',
      {
        source: ['aws.cloudwatch'],
        detail: {
          alarmName: [AlarmName],
          state: { value: ['ALARM'] },
          // The event has an array there.
          configuration: {
            metrics: { metricStat: { metric: { namespace: ['modelkeep'], name: ['Errors'] } } },
          },
        },
      },
      toRecorder('alarm'),
    );
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: 'modelkeep',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    const alarm = new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'a test' });
    await cloudwatch.send(alarm);
    await cloudwatch.send(alarm);
    const [event, ...more] = await recorder.calls('alarm', 1);
    expect(event).toMatchObject({
      kind: 'CloudWatch Alarm State Change',
      detail: {
        alarmName: AlarmName,
        state: { value: 'ALARM', reason: 'a test' },
        configuration: { metrics: [{ metricStat: { metric: { namespace: 'modelkeep', name: 'Errors' } } }] },
      },
    });
    expect(more).toEqual([]);
  });

  test('an object that is put is announced where the bucket says so', async () => {
    const Bucket = 'events-test';
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    );
    const manifests = { bucket: { name: [Bucket] }, object: { key: [{ suffix: 'manifest.json' }] } };
    await rule('manifests', { source: ['aws.s3'], detail: manifests }, toRecorder('object'));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'in/data.csv', Body: '1' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'in/manifest.json', Body: '{}' }));
    const announced = await recorder.calls('object', 1);
    expect(announced).toMatchObject([
      {
        kind: 'Object Created',
        detail: { object: { key: 'in/manifest.json', size: 2 }, reason: 'PutObject' },
      },
    ]);
  });
});
