import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter/index.js';
import type { Construct } from 'constructs';
import { serverErrors } from '../monitoring/metrics.ts';

/** Counts answers of 500 and above in the request lines of predict's log (functions/edge/http.ts). */
export function countServerErrors(scope: Construct, logGroupName: string, useCase: string): void {
  const { namespace, name } = serverErrors(useCase);
  new CloudwatchLogMetricFilter(scope, 'server-errors', {
    name: 'server-errors',
    logGroupName,
    pattern: '{ $.status >= 500 }',
    // No default value: a zero for each line would cost a metric for nothing.
    metricTransformation: { namespace, name, value: '1' },
  });
}
