import { detailTypes, eventSource } from '../../domain/events/platform-event.ts';
import { alarmedMetrics } from '../../domain/retraining/alarmed-metrics.ts';
import { metricsNamespace } from '../../functions/adapters/contract.ts';
import type { EventPattern } from '../../modules/messaging/event-rule.ts';
import type { Names } from '../names.ts';

/** Which events wake which function. Patterns are data, tested against AWS's documented events. */
export interface EventSubscription {
  readonly description: string;
  readonly functionName:
    | 'start-retraining'
    | 'ingest-dataset'
    | 'on-execution-ended'
    | 'project-model-package'
    | 'report-violations';
  /** `own`: the platform's bus; `aws`: the account's default bus, which carries AWS's own events. */
  readonly bus: 'own' | 'aws';
  readonly pattern: EventPattern;
}

/** By the rule's name. */
export const eventSubscriptions = (names: Names): Readonly<Record<string, EventSubscription>> => ({
  'platform-events': {
    description: 'Confirmed drift, degraded quality and datasets that ask for it start a retraining',
    functionName: 'start-retraining',
    bus: 'own',
    pattern: {
      source: [eventSource],
      $or: [
        { 'detail-type': [detailTypes.driftConfirmed, detailTypes.modelQualityDegraded] },
        { 'detail-type': [detailTypes.datasetIngested], detail: { requestedRetraining: [true] } },
      ],
    },
  },
  alarms: {
    description: "Alarms on a use case's drift or accuracy start a retraining",
    functionName: 'start-retraining',
    bus: 'aws',
    pattern: {
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      detail: {
        // Of this environment: others may share the account.
        alarmName: [{ prefix: `${names.base}-` }],
        state: { value: ['ALARM'] },
        configuration: {
          metrics: {
            metricStat: {
              metric: { namespace: [metricsNamespace], name: Object.keys(alarmedMetrics) },
            },
          },
        },
      },
    },
  },
  manifests: {
    description: 'A dataset is taken in when its manifest is uploaded',
    functionName: 'ingest-dataset',
    bus: 'aws',
    pattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: [names.bucket('raw')] },
        // Not each of its ten thousand files.
        object: { key: [{ wildcard: 'raw/*/manifest.json' }] },
      },
    },
  },
  'executions-ended': {
    description: 'What an execution left behind is tidied up when it has ended',
    functionName: 'on-execution-ended',
    bus: 'aws',
    pattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [names.stateMachineArn],
        status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
      },
    },
  },
  'model-packages': {
    description: "What SageMaker's registry says of a version is kept with the platform's records",
    functionName: 'project-model-package',
    bus: 'aws',
    pattern: {
      source: ['aws.sagemaker'],
      'detail-type': ['SageMaker Model Package State Change'],
      detail: { ModelPackageGroupName: [{ prefix: `${names.base}-` }] },
    },
  },
  violations: {
    description: 'What a job of Model Monitor found becomes the drift event',
    functionName: 'report-violations',
    bus: 'aws',
    pattern: {
      source: ['aws.sagemaker'],
      'detail-type': ['SageMaker Processing Job State Change'],
      detail: {
        ProcessingJobStatus: ['Completed'],
        ExitMessage: [{ prefix: 'CompletedWithViolations' }],
        MonitoringScheduleArn: [{ wildcard: `*:monitoring-schedule/${names.base}-*` }],
      },
    },
  },
});
