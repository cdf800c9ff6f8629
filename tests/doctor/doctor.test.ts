import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetAliasCommand, GetFunctionConfigurationCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeStateMachineCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { renderDoctor } from '../../cli/doctor/render.ts';
import { examine } from '../../cli/doctor/run.ts';

import {
  expected,
  version,
  execution,
  clients,
  lambda,
  states,
  scheduler,
  events,
  cloudwatch,
  sns,
  secrets,
  answers,
  status,
  models,
  answering,
  endpoint,
  filesOf,
  alarm,
  everythingIsWell,
} from './well-platform.ts';

beforeEach(everythingIsWell);

const wrong = async () => (await examine(expected, clients)).checks.filter((check) => check.status !== 'ok');

test('a platform as it should be: every check is ok, and each says what it saw', async () => {
  const report = await examine(expected, clients);
  expect(report.checks.filter((check) => check.status !== 'ok')).toEqual([]);
  expect(report).toMatchObject({ healthy: true, counts: { ok: 16, warning: 0, failed: 0 } });
  expect(renderDoctor(report)).toContain('registry of breast-cancer: version in service: version 2 since');
});

describe('each thing that can be wrong is found, alone, with what to do', () => {
  const notFound = Object.assign(new Error('no such thing'), { name: 'ResourceNotFoundException' });
  const cases: readonly [string, () => unknown, 'failed' | 'warning', string, RegExp, RegExp][] = [
    [
      'code of yesterday',
      () =>
        lambda
          .on(GetFunctionConfigurationCommand, { FunctionName: 'mk-dev-read-models' })
          .resolves({ CodeSha256: 'yesterday' }),
      'failed',
      'mk-dev-read-models',
      /code yesterda/,
      /npm run deploy -- --env dev/,
    ],
    [
      'no function',
      () =>
        lambda.on(GetFunctionConfigurationCommand, { FunctionName: 'mk-dev-read-models' }).rejects(notFound),
      'failed',
      'mk-dev-read-models',
      /nothing of this name/,
      /npm run deploy/,
    ],
    [
      'another account',
      () =>
        lambda
          .on(GetFunctionConfigurationCommand, { FunctionName: 'mk-dev-read-models' })
          .resolves({ FunctionArn: 'arn:aws:lambda:eu-central-1:999:function:x', CodeSha256: 'models=' }),
      'failed',
      'mk-dev-read-models',
      /account 999/,
      /credentials/,
    ],
    [
      'an endpoint that failed',
      () => endpoint('Failed', { FailureReason: 'no capacity' }),
      'failed',
      'mk-dev-breast-cancer',
      /^Failed: no capacity$/,
      /retraining-failed/,
    ],
    [
      'an endpoint that is being changed',
      () => endpoint('Updating'),
      'warning',
      'mk-dev-breast-cancer',
      /^Updating$/,
      /where it stays so/,
    ],
    [
      'an endpoint that serves another version than the registry says',
      () => filesOf('execution-1'),
      'failed',
      'mk-dev-breast-cancer',
      /executions\/execution-1\//,
      /retraining-failed/,
    ],
    [
      'an alias left behind',
      () =>
        lambda
          .on(GetFunctionConfigurationCommand, {
            FunctionName: 'mk-dev-predict-breast-cancer',
            Qualifier: '7',
          })
          .resolves({ CodeSha256: 'old' }),
      'failed',
      'mk-dev-predict-breast-cancer:live',
      /version 7, code old/,
      /canary-errors/,
    ],
    [
      'traffic being shifted',
      () =>
        lambda
          .on(GetAliasCommand)
          .resolves({ FunctionVersion: '7', RoutingConfig: { AdditionalVersionWeights: { 8: 0.1 } } }),
      'warning',
      'mk-dev-predict-breast-cancer:live',
      /10 % on version 8/,
      /deployment/,
    ],
    [
      'another state machine',
      () => states.on(DescribeStateMachineCommand).resolves({ definition: '{"StartAt":"B"}' }),
      'failed',
      'mk-dev-retraining',
      /definition [0-9a-f]{12}/,
      /npm run deploy/,
    ],
    [
      'a schedule switched off',
      () => scheduler.on(GetScheduleCommand).resolves({ State: 'DISABLED' }),
      'failed',
      'mk-dev-drift-breast-cancer',
      /DISABLED/,
      /pause it instead/,
    ],
    [
      'a schedule of another rhythm',
      () =>
        scheduler.on(GetScheduleCommand).resolves({ State: 'ENABLED', ScheduleExpression: 'rate(9 days)' }),
      'failed',
      'mk-dev-drift-breast-cancer',
      /rate\(9 days\)/,
      /npm run deploy/,
    ],
    [
      'a rule switched off',
      () => events.on(DescribeRuleCommand).resolves({ State: 'DISABLED' }),
      'failed',
      'mk-dev-platform-events',
      /DISABLED/,
      /switched it off/,
    ],
    [
      'a rule for other events',
      () =>
        events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', EventPattern: '{"source":["other"]}' }),
      'failed',
      'mk-dev-platform-events',
      /pattern/,
      /npm run deploy/,
    ],
    [
      'an alarm that rings',
      () => alarm({ StateValue: 'ALARM', StateUpdatedTimestamp: new Date(0) }),
      'failed',
      'mk-dev-drift-breast-cancer',
      /ALARM since 1970/,
      /runbook.md#drift/,
    ],
    [
      'an alarm that tells nobody',
      () => alarm({ ActionsEnabled: false }),
      'failed',
      'mk-dev-drift-breast-cancer',
      /switched off/,
      /enable-alarm-actions/,
    ],
    [
      'no alarm',
      () => cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [] }),
      'failed',
      'mk-dev-drift-breast-cancer',
      /nothing of this name/,
      /npm run deploy/,
    ],
    [
      'a subscriber who never confirmed',
      () =>
        sns.on(ListSubscriptionsByTopicCommand).resolves({
          Subscriptions: [
            { Protocol: 'email', Endpoint: 'team@example.org', SubscriptionArn: 'PendingConfirmation' },
          ],
        }),
      'warning',
      'mk-dev-critical: team@example.org',
      /waiting for confirmation/,
      /link/,
    ],
    [
      'no subscriber',
      () => sns.on(ListSubscriptionsByTopicCommand).resolves({}),
      'failed',
      'mk-dev-critical: team@example.org',
      /none/,
      /confirm/,
    ],
    [
      'no Slack',
      () => secrets.on(DescribeSecretCommand, { SecretId: 'mk-dev/slack-webhook' }).resolves({}),
      'warning',
      'mk-dev/slack-webhook',
      /no value/,
      /modelkeep secrets --env dev/,
    ],
    [
      'no key for pseudonyms',
      () => secrets.on(DescribeSecretCommand, { SecretId: 'mk-dev/pseudonym-key' }).resolves({}),
      'failed',
      'mk-dev/pseudonym-key',
      /no value/,
      /modelkeep secrets --env dev/,
    ],
    [
      'no version yet',
      () => {
        status({ live: null });
        models();
        answering();
      },
      'warning',
      'version in service',
      /none/,
      /modelkeep retrain --env dev/,
    ],
    [
      'a version that the registry archived',
      () => models(version(2, 'Archived')),
      'failed',
      'version in service',
      /registered as Archived/,
      /runbook/,
    ],
    [
      'two versions in service',
      () => models(version(3, 'InService'), version(2, 'InService')),
      'failed',
      'version in service',
      /InService too: 3/,
      /runbook/,
    ],
    [
      'a version that the registry lost',
      () => models(version(1, 'Archived')),
      'failed',
      'version in service',
      /does not know/,
      /bring the table back/,
    ],
    [
      'a paused use case',
      () => status({ paused: true }),
      'warning',
      'version in service',
      /paused/,
      /resume it/,
    ],
    [
      'a deployment that is sick',
      () =>
        status({
          deployment: {
            deploymentId: 'd',
            version: 3,
            startedAt: 'x',
            status: 'Unhealthy',
            reason: 'errors',
          },
        }),
      'failed',
      'deployment',
      /errors/,
      /runbook/,
    ],
    [
      'a lock that nobody holds',
      () => status({ running: execution }),
      'failed',
      'retraining',
      /no such running execution/,
      /on-execution-ended/,
    ],
    [
      'an old version that answers',
      () => answering('1', '2'),
      'failed',
      'who answers',
      /version 1 too/,
      /runbook/,
    ],
    [
      'a reader that crashes',
      () =>
        lambda
          .on(InvokeCommand, { FunctionName: 'mk-dev-read-models' })
          .resolves({ FunctionError: 'Unhandled' }),
      'failed',
      'version in service',
      /crashed/,
      /./,
    ],
    [
      'a reader of the status that answers with an error',
      () => answers('mk-dev-read-status', {}, 500),
      'failed',
      'what it says',
      /answered 500/,
      /log group/,
    ],
    [
      'no permission for one thing',
      () =>
        scheduler
          .on(GetScheduleCommand)
          .rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' })),
      'failed',
      'mk-dev-drift-breast-cancer',
      /no permission/,
      /role/,
    ],
  ];
  test.each(cases)('%s', async (_, breakIt, how, name, got, todo) => {
    breakIt();
    const found = await wrong();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      status: how,
      name,
      got: expect.stringMatching(got),
      todo: expect.stringMatching(todo),
    });
  });
});

test('a running retraining that Step Functions knows is well', async () => {
  status({ running: execution });
  states.on(ListExecutionsCommand).resolves({ executions: [{ name: 'execution-9' }] as never });
  expect(await wrong()).toEqual([]);
});

describe('infrastructure', () => {
  const planned = (stdout: string, stderr = '', exitCode = 0) =>
    examine(expected, clients, () => Promise.resolve({ exitCode, stdout, stderr }));

  test('an empty plan is ok, a change is not; what is said is the summary of npm run plan', async () => {
    const { checks } = await planned(
      'dev-foundation: 0 to add, 1 to change, 0 to destroy\ndev-retraining: nothing to do\nwould change: dev-foundation\n',
    );
    const infrastructure = checks.filter(({ area }) => area === 'infrastructure');
    expect(infrastructure).toMatchObject([
      { name: 'dev-foundation', status: 'failed', got: '0 to add, 1 to change, 0 to destroy' },
      { name: 'dev-retraining', status: 'ok' },
    ]);
  });

  test('no plan is no empty plan', async () => {
    const { checks } = await planned('', 'noise\nplan: these credentials belong to another account', 2);
    expect(checks.filter(({ area }) => area === 'infrastructure')).toMatchObject([
      { name: 'dev', status: 'failed', got: 'no plan: plan: these credentials belong to another account' },
    ]);
  });
});

test('no credentials: one sentence, not a list of failures', async () => {
  sns
    .on(ListSubscriptionsByTopicCommand)
    .rejects(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
  await expect(examine(expected, clients)).rejects.toThrow(/AWS cannot be asked.*account 111122223333/);
});
