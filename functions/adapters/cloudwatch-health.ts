import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Clock, ServedTraffic, ServingHealth } from '../../domain/ports.ts';
import { servingDimensions, servingMetrics } from '../../domain/serving/metrics.ts';
import { clientSettings } from './clients.ts';
import { metricsNamespace } from './contract.ts';
import { calling } from './errors.ts';
import { systemClock } from './system-clock.ts';

/** The finest that CloudWatch keeps without high resolution: a start within a minute counts all of that minute. */
const periodSeconds = 60;

/** ServingHealth from the counters of predict in CloudWatch. They arrive one to two minutes late. */
export class CloudWatchHealth implements ServingHealth {
  readonly #client: CloudWatchClient;
  readonly #clock: Clock;

  constructor(client: CloudWatchClient, clock: Clock = systemClock) {
    this.#client = client;
    this.#clock = clock;
  }

  async traffic(useCase: string, version: number, since: Date): Promise<ServedTraffic> {
    const dimensions = Object.entries(servingDimensions(useCase, version));
    const query = (id: string, name: string): MetricDataQuery => ({
      Id: id,
      MetricStat: {
        Metric: {
          Namespace: metricsNamespace,
          MetricName: name,
          Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
        },
        Period: periodSeconds,
        Stat: 'Sum',
      },
    });
    const sums = new Map<string, number>();
    let token: string | undefined;
    do {
      const after: string | undefined = token;
      const page = await calling('reading metrics', () =>
        this.#client.send(
          new GetMetricDataCommand({
            MetricDataQueries: [
              query('served', servingMetrics.served),
              query('failed', servingMetrics.failed),
            ],
            StartTime: since,
            EndTime: this.#clock.now(),
            ...(after !== undefined && { NextToken: after }),
          }),
        ),
      );
      for (const { Id, Values } of page.MetricDataResults ?? [])
        sums.set(
          Id ?? '',
          (Values ?? []).reduce((sum, value) => sum + value, sums.get(Id ?? '') ?? 0),
        );
      token = page.NextToken;
    } while (token !== undefined);
    const failures = sums.get('failed') ?? 0;
    return { requests: (sums.get('served') ?? 0) + failures, failures };
  }
}

export const cloudwatchHealth = (): ServingHealth =>
  new CloudWatchHealth(new CloudWatchClient(clientSettings()));
