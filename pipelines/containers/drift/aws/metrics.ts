import { PutMetricDataCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { monitoringDimensions } from '../../../../domain/monitoring/metrics.ts';

/** Metrics of a use case at one time, under the dimensions that alarms look for. */
export async function putMetrics(
  client: CloudWatchClient,
  namespace: string,
  useCase: string,
  metrics: Readonly<Record<string, number>>,
  at: Date,
): Promise<void> {
  const Dimensions = Object.entries(monitoringDimensions(useCase)).map(([Name, Value]) => ({ Name, Value }));
  await client.send(
    new PutMetricDataCommand({
      Namespace: namespace,
      MetricData: Object.entries(metrics).map(([MetricName, Value]) => ({
        MetricName,
        Value,
        Timestamp: at,
        Unit: 'Count',
        Dimensions,
      })),
    }),
  );
}
