import { DescribeAlarmsCommand, type CloudWatchClient, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { DescribeSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListSubscriptionsByTopicCommand, type SNSClient, type Subscription } from '@aws-sdk/client-sns';
import { checking, failed, ok, warning, type Check, type Finding } from '../check.ts';
import { arnOf, type Expected } from '../expected.ts';

/** As many as one call of DescribeAlarms takes. */
const alarmsPerCall = 100;

/** Every alarm is there, tells somebody, and is quiet. */
export async function checkAlarms(
  cloudwatch: CloudWatchClient,
  { alarms, environment }: Expected,
): Promise<readonly Check[]> {
  const pages = Array.from({ length: Math.ceil(alarms.length / alarmsPerCall) }, (_, page) =>
    alarms.slice(page * alarmsPerCall, (page + 1) * alarmsPerCall),
  );
  const checks = await Promise.all(
    pages.map((page) => {
      // One call for all of them; each check waits for the same answer, or the same error.
      const asked = cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNames: page.map(({ name }) => name), MaxRecords: alarmsPerCall }),
      );
      return Promise.all(
        page.map((alarm) =>
          checking('alarms', alarm.name, 'OK', async () =>
            judgeAlarm(alarm, (await asked).MetricAlarms ?? [], `npm run deploy -- --env ${environment}`),
          ),
        ),
      );
    }),
  );
  return checks.flat();
}

function judgeAlarm(
  { name, runbookUrl }: Expected['alarms'][number],
  alarms: readonly MetricAlarm[],
  deploy: string,
): Finding {
  const found = alarms.find((one) => one.AlarmName === name);
  if (!found) return failed('an alarm', 'nothing of this name', deploy);
  if (found.ActionsEnabled !== true)
    return failed(
      'actions switched on',
      'actions switched off: it tells nobody',
      `aws cloudwatch enable-alarm-actions --alarm-names ${name}`,
    );
  if (found.StateValue === 'ALARM')
    return failed(
      'OK',
      `ALARM since ${found.StateUpdatedTimestamp?.toISOString() ?? 'an unknown time'}`,
      runbookUrl ?? 'docs/runbook.md',
    );
  return ok(found.StateValue === 'OK' ? 'OK' : 'no data yet');
}

/** AWS asks each address to confirm; until then it gets nothing, and nobody is told. */
export async function checkSubscribers(sns: SNSClient, expected: Expected): Promise<readonly Check[]> {
  const { emails, environment } = expected;
  const topics = [...new Set(emails.map(({ topicName }) => topicName))];
  const checks = await Promise.all(
    topics.map(async (topicName) => {
      const asked = subscriptionsOf(sns, arnOf(expected, 'sns', topicName));
      return Promise.all(
        emails
          .filter((one) => one.topicName === topicName)
          .map(({ address }) =>
            checking('subscribers', `${topicName}: ${address}`, 'confirmed', async () => {
              const found = (await asked).find(
                ({ Protocol: p, Endpoint: e }) => p === 'email' && e === address,
              );
              if (!found)
                return failed(
                  'a subscription',
                  'none: AWS drops one that nobody confirmed within two days',
                  `npm run deploy -- --env ${environment}, then confirm the e-mail from AWS`,
                );
              return found.SubscriptionArn?.startsWith('arn:') === true
                ? ok('confirmed')
                : warning(
                    'confirmed',
                    'waiting for confirmation: it gets no alerts',
                    'follow the link in the e-mail from AWS Notifications',
                  );
            }),
          ),
      );
    }),
  );
  return checks.flat();
}

async function subscriptionsOf(sns: SNSClient, topicArn: string): Promise<readonly Subscription[]> {
  const found: Subscription[] = [];
  let next: string | undefined;
  do {
    const page = await sns.send(
      new ListSubscriptionsByTopicCommand({
        TopicArn: topicArn,
        ...(next === undefined ? {} : { NextToken: next }),
      }),
    );
    found.push(...(page.Subscriptions ?? []));
    next = page.NextToken;
  } while (next !== undefined && next !== '');
  return found;
}

/** Terraform makes secrets without a value, so that none stands in a state. The value itself is not read. */
export const checkSecrets = (
  secrets: SecretsManagerClient,
  { secrets: names, environment }: Expected,
): Promise<readonly Check[]> =>
  Promise.all(
    names.map((name) =>
      checking('secrets', name, 'a value', async () => {
        const found = await secrets.send(new DescribeSecretCommand({ SecretId: name }));
        if (found.DeletedDate !== undefined)
          return failed(
            'a value',
            'a secret that is being deleted',
            `aws secretsmanager restore-secret --secret-id ${name}`,
          );
        if (Object.keys(found.VersionIdsToStages ?? {}).length > 0) return ok('a value');
        const todo = `modelkeep secrets --env ${environment}`;
        // Without a webhook Slack is silent and e-mails go on; without a key no patient gets a pseudonym.
        return name.endsWith('/slack-webhook')
          ? warning(
              'a value',
              `no value: nothing of ${environment} reaches Slack`,
              `${todo} --slack-webhook FILE`,
            )
          : failed('a value', 'no value: predictions with a patient and datasets are refused', todo);
      }),
    ),
  );
