import {
  DisableAlarmActionsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { DisableRuleCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateAliasCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import { CreateScheduleCommand } from '@aws-sdk/client-scheduler';
import { CreateSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { makeClients } from '../../cli/doctor/clients.ts';
import type { Expected } from '../../cli/doctor/expected.ts';
import { examine } from '../../cli/doctor/run.ts';
import { deployRecorder, roleArn } from '../emulator/recorder.ts';
import { emulatorOrSkip } from '../support/emulator.ts';

const emulator = await emulatorOrSkip();

/** The doctor's calls, as the services understand them: made by hand, found by it, broken by hand, found again. */
(emulator ? describe : describe.skip)('the doctor on the emulator', () => {
  const name = 'doctor-test';
  const clients = makeClients({ region: 'us-east-1', endpoint: emulator?.url });
  const definition = JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } });
  const pattern = JSON.stringify({ source: ['doctor-test'] });
  let expected: Expected;
  const found = async () => {
    const { checks } = await examine(expected, clients);
    return Object.fromEntries(checks.map(({ area, status }) => [area, status]));
  };

  beforeAll(async () => {
    await deployRecorder(emulator!, name);
    const { lambda, states, scheduler, events, cloudwatch, sns, secrets } = clients;
    const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: name }));
    await lambda.send(new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: Version }));
    const { CodeSha256 } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    await states.send(new CreateStateMachineCommand({ name, definition, roleArn }));
    await scheduler.send(
      new CreateScheduleCommand({
        Name: name,
        ScheduleExpression: 'rate(1 hour)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`, RoleArn: roleArn },
      }),
    );
    await events.send(new PutRuleCommand({ Name: name, EventPattern: pattern }));
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: name,
        MetricName: 'x',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        Statistic: 'Sum',
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'team@example.org' }));
    await secrets.send(new CreateSecretCommand({ Name: `${name}/pseudonym-key` }));
    expected = {
      environment: 'dev',
      accountId: '123456789012',
      region: 'us-east-1',
      useCases: [],
      functions: [{ name, codeSha256: CodeSha256 ?? '', alias: 'live' }],
      stateMachines: [{ name, definition }],
      schedules: [{ name, expression: 'rate(1 hour)' }],
      rules: [{ name, pattern }],
      alarms: [{ name }],
      emails: [{ topicName: name, address: 'team@example.org' }],
      secrets: [`${name}/pseudonym-key`],
      buckets: [],
      endpoints: [],
      folders: [],
    };
  }, 60_000);

  test('finds what is there, and the secret that has no value yet', async () => {
    expect(await found()).toEqual({
      functions: 'ok',
      'state machine': 'ok',
      schedules: 'ok',
      'event rules': 'ok',
      alarms: 'ok',
      subscribers: expect.stringMatching(/ok|warning/),
      secrets: 'failed',
    });
    await clients.secrets.send(
      new PutSecretValueCommand({ SecretId: `${name}/pseudonym-key`, SecretString: 'of a test' }),
    );
    expect(await found()).toMatchObject({ secrets: 'ok' });
  });

  test('finds what was changed by hand', async () => {
    await clients.events.send(new DisableRuleCommand({ Name: name }));
    await clients.cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: name, StateValue: 'ALARM', StateReason: 'test' }),
    );
    expect(await found()).toMatchObject({ 'event rules': 'failed', alarms: 'failed', schedules: 'ok' });
    await clients.cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: [name] }));
    const { checks } = await examine(expected, clients);
    expect(checks.find(({ area }) => area === 'alarms')?.got).toContain('tells nobody');
  });

  test('what was never deployed is named, each once', async () => {
    const missing = {
      ...expected,
      functions: [{ name: 'doctor-nothing', codeSha256: 'x' }],
      stateMachines: [{ name: 'doctor-nothing', definition }],
      schedules: [{ name: 'doctor-nothing', expression: 'rate(1 hour)' }],
      rules: [{ name: 'doctor-nothing', pattern }],
      alarms: [{ name: 'doctor-nothing' }],
      emails: [],
      secrets: ['doctor-nothing'],
    };
    const { checks } = await examine(missing, clients);
    expect(checks.map(({ status, got }) => `${status}: ${got}`)).toEqual(
      Array.from({ length: 6 }, () => 'failed: nothing of this name'),
    );
  });
});
