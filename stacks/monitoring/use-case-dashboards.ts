import { monitoringMetrics, qualityMetrics } from '../../domain/monitoring/metrics.ts';
import { servingMetrics } from '../../domain/serving/metrics.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import type { Alarm } from '../../modules/monitoring/alarm.ts';
import { Dashboard } from '../../modules/monitoring/dashboard.ts';
import type { Metric } from '../../modules/monitoring/metric.ts';
import type { Widget } from '../../modules/monitoring/widgets.ts';
import type { PlatformStack } from '../platform-stack.ts';
import { mostLatencyMs, severePsi } from './alarms.ts';
import {
  byVersion,
  hourSeconds,
  lambdaMetric,
  predictionErrors,
  type Statistic,
  useCaseMetric,
} from './metrics.ts';

/** How the service of a use case is, and how good its model is. */
export function addUseCaseDashboards(stack: PlatformStack, useCase: UseCase, alarms: readonly Alarm[]): void {
  addOperations(stack, useCase, alarms);
  addModelPerformance(stack, useCase);
}

function addOperations(stack: PlatformStack, { name, title }: UseCase, alarms: readonly Alarm[]): void {
  const { names, environment } = stack;
  const predict = names.function('predict', name);
  const lambda = (metric: string, statistic: Statistic): Metric => lambdaMetric(predict, metric, statistic);
  new Dashboard(stack, 'dashboard-operations', {
    name: names.dashboard('operations', name),
    region: environment.region,
    rows: [
      { height: 2, widgets: [heading(title, environment.runbookUrl)] },
      {
        widgets: [
          { kind: 'alarms', title: 'Alarms', alarmArns: alarms.map(({ arn }) => arn) },
          {
            kind: 'number',
            title: 'Last five minutes',
            lines: [
              { metric: lambda('Invocations', 'Sum'), label: 'Predictions' },
              { metric: predictionErrors(names, name), label: 'Failed' },
            ],
          },
        ],
      },
      {
        widgets: [
          {
            kind: 'graph',
            title: 'Predictions and failures',
            lines: [
              { metric: lambda('Invocations', 'Sum'), label: 'Predictions' },
              { metric: predictionErrors(names, name), label: 'Failed', color: '#d62728' },
              { metric: lambda('Throttles', 'Sum'), label: 'Throttled', color: '#ff7f0e' },
            ],
          },
          {
            kind: 'graph',
            title: 'Latency',
            unit: 'ms',
            lines: (['p50', 'p95', 'p99'] as const).map((statistic) => ({
              metric: lambda('Duration', statistic),
              label: statistic.toUpperCase(),
            })),
            marks: [{ label: 'alarm (P95)', value: mostLatencyMs }],
          },
          {
            kind: 'graph',
            title: 'Side by side',
            lines: [{ metric: lambda('ConcurrentExecutions', 'Maximum'), label: 'Functions running' }],
          },
        ],
      },
    ],
  });
}

function addModelPerformance(stack: PlatformStack, { name, title, monitoring, gate }: UseCase): void {
  const { names, environment } = stack;
  const own = (metric: string): Metric => useCaseMetric(name, metric, 'Maximum', hourSeconds);
  const floors = gate.thresholds.flatMap(({ metric, atLeast }) =>
    atLeast === undefined ? [] : [{ label: `gate: ${metric}`, value: atLeast }],
  );
  new Dashboard(stack, 'dashboard-model', {
    name: names.dashboard('model', name),
    region: environment.region,
    rows: [
      { height: 2, widgets: [heading(title, environment.runbookUrl)] },
      {
        widgets: [
          {
            kind: 'graph',
            title: 'Accuracy under that of the registered version',
            unit: 'percentage points',
            lines: [{ metric: own(monitoringMetrics.accuracyDropPoints), label: 'Drop' }],
            marks: [{ label: 'alarm', value: monitoring.modelQuality.accuracyDropPoints }],
          },
          {
            kind: 'graph',
            title: 'Drift: largest population stability index',
            lines: [{ metric: own(monitoringMetrics.psiMax), label: 'PSI' }],
            marks: [
              { label: 'noticed', value: monitoring.drift.psiFloor },
              { label: 'alarm', value: severePsi },
            ],
          },
        ],
      },
      {
        widgets: [
          {
            kind: 'graph',
            title: 'On confirmed diagnoses',
            lines: Object.keys(qualityMetrics).map((metric) => ({
              metric: own(metric),
              label: metric,
            })),
            marks: floors,
          },
          {
            kind: 'graph',
            title: 'Predictions by version',
            stacked: true,
            lines: [{ metric: byVersion(name, servingMetrics.served, 'Sum') }],
          },
        ],
      },
    ],
  });
}

const heading = (title: string, runbook: string): Widget => ({
  kind: 'text',
  markdown: `# ${title}\n[Runbook](${runbook})`,
});
