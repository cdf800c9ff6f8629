import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { FakeClock } from '../../tests/support/doubles.ts';
import { CloudWatchHealth } from './cloudwatch-health.ts';

const aws = mockClient(CloudWatchClient);
const health = new CloudWatchHealth(new CloudWatchClient({ region: 'us-east-1' }), new FakeClock());

test('adds up all minutes and pages of one version since the moment', async () => {
  aws
    .on(GetMetricDataCommand)
    .resolvesOnce({
      MetricDataResults: [
        { Id: 'served', Values: [10, 20] },
        { Id: 'failed', Values: [1] },
      ],
      NextToken: 't',
    })
    .resolvesOnce({
      MetricDataResults: [
        { Id: 'served', Values: [5] },
        { Id: 'failed', Values: [] },
      ],
    });
  const since = new Date('2026-01-05T07:55:00Z');
  expect(await health.traffic('breast-cancer', 3, since)).toEqual({ requests: 36, failures: 1 });
  const [first, second] = aws.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input);
  expect(first).toMatchObject({ StartTime: since, EndTime: new Date('2026-01-05T08:00:00Z') });
  expect(second?.NextToken).toBe('t');
  expect(first?.MetricDataQueries?.[0]?.MetricStat?.Metric).toEqual({
    Namespace: 'modelkeep',
    MetricName: 'PredictionServed',
    Dimensions: [
      { Name: 'UseCase', Value: 'breast-cancer' },
      { Name: 'ModelVersion', Value: '3' },
    ],
  });
});

test('no traffic is zero', async () => {
  aws.on(GetMetricDataCommand).resolves({});
  expect(await health.traffic('u', 1, new Date())).toEqual({ requests: 0, failures: 0 });
});
