import { describe, expect, test } from '@jest/globals';
import { detailOf } from '../../domain/events/envelope.ts';
import { compilePattern } from '../../domain/events/pattern.ts';
import { detailTypes, eventSource, type PlatformEvent } from '../../domain/events/platform-event.ts';
import { triggerFromEvent } from '../../domain/retraining/trigger-from-event.ts';
import { environmentNamed } from '../../stacks/environments/index.ts';
import { Names } from '../../stacks/names.ts';
import { eventSubscriptions } from '../../stacks/retraining/patterns.ts';
import { alarmStateChange, executionStatusChange, objectCreated } from './aws-events.ts';

const names = new Names(environmentNamed('dev'));
const subscriptions = eventSubscriptions(names);
const matches = (rule: string, event: unknown): boolean =>
  compilePattern(subscriptions[rule]!.pattern)(event);

/** One of ours as EventBridge delivers it. */
const delivered = (event: PlatformEvent) => ({
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': event.detailType,
  source: event.source,
  account: '111122223333',
  time: event.time,
  region: 'eu-central-1',
  resources: [],
  detail: detailOf(event),
});
const common = { id: 'cause', time: '2026-11-24T12:00:00Z', source: eventSource } as const;
const drift = delivered({
  ...common,
  detailType: detailTypes.driftConfirmed,
  detail: {
    useCase: 'breast-cancer',
    modelVersion: 3,
    windowId: 'w',
    reportKey: 'monitoring/breast-cancer/drift/w.json',
    features: ['radius_mean'],
    psiMax: 0.4,
    sentence: 'radius_mean moved',
  },
});
const quality = delivered({
  ...common,
  detailType: detailTypes.modelQualityDegraded,
  detail: {
    useCase: 'breast-cancer',
    modelVersion: 3,
    windowId: 'w',
    labels: 60,
    accuracyBefore: 0.97,
    accuracyAfter: 0.9,
    dropPoints: 7,
  },
});
const dataset = (requestedRetraining: boolean) =>
  delivered({
    ...common,
    detailType: detailTypes.datasetIngested,
    detail: {
      useCase: 'breast-cancer',
      datasetId: 'd',
      rowsAccepted: 9,
      rowsQuarantined: 0,
      requestedRetraining,
    },
  });
const prediction = delivered({
  ...common,
  detailType: detailTypes.predictionMade,
  detail: { useCase: 'breast-cancer', predictionId: 'p', modelVersion: 3, prediction: 1 },
});

/** The documented alarm event, as one of our alarms sends it. */
const alarm = (
  change: { name?: string; namespace?: string; metric?: string; value?: string } = {},
): unknown => {
  const {
    name = names.alarm('drift', 'breast-cancer'),
    namespace = 'modelkeep',
    metric = 'DriftPsiMax',
    value = 'ALARM',
  } = change;
  const { detail } = alarmStateChange;
  const [first] = detail.configuration.metrics;
  const measured = { dimensions: { UseCase: 'breast-cancer' }, name: metric, namespace };
  return {
    ...alarmStateChange,
    detail: {
      ...detail,
      alarmName: name,
      state: { ...detail.state, value },
      configuration: {
        ...detail.configuration,
        metrics: [{ ...first, metricStat: { ...first?.metricStat, metric: measured } }],
      },
    },
  };
};
const uploaded = (key: string, bucket = names.bucket('raw')) => ({
  ...objectCreated,
  detail: {
    ...objectCreated.detail,
    bucket: { name: bucket },
    object: { ...objectCreated.detail.object, key },
  },
});
const ended = (status: string, stateMachineArn = names.stateMachineArn) => ({
  ...executionStatusChange,
  detail: { ...executionStatusChange.detail, status, stateMachineArn },
});

const modelPackage = (group: string) => ({
  source: 'aws.sagemaker',
  'detail-type': 'SageMaker Model Package State Change',
  detail: { ModelPackageGroupName: group, ModelApprovalStatus: 'Approved' },
});
const monitorJob = (change: object = {}) => ({
  source: 'aws.sagemaker',
  'detail-type': 'SageMaker Processing Job State Change',
  detail: {
    ProcessingJobStatus: 'Completed',
    ExitMessage: 'CompletedWithViolations: Job completed successfully with 2 violations.',
    MonitoringScheduleArn:
      'arn:aws:sagemaker:eu-central-1:111122223333:monitoring-schedule/modelkeep-dev-data-quality-x',
    ...change,
  },
});

describe('what wakes which function', () => {
  test.each<[string, string, unknown]>([
    ['confirmed drift', 'platform-events', drift],
    ['degraded quality', 'platform-events', quality],
    ['a dataset that asks for it', 'platform-events', dataset(true)],
    ['the drift alarm', 'alarms', alarm()],
    ['the accuracy alarm', 'alarms', alarm({ metric: 'AccuracyDropPoints' })],
    ['a manifest', 'manifests', uploaded('raw/breast-cancer/2026-11/manifest.json')],
    ['an aborted execution', 'executions-ended', ended('ABORTED')],
    ['an execution that timed out', 'executions-ended', ended('TIMED_OUT')],
    ['a failed execution', 'executions-ended', ended('FAILED')],
    ['one that succeeded', 'executions-ended', ended('SUCCEEDED')],
    ["a version in SageMaker's registry", 'model-packages', modelPackage(names.modelPackageGroup('x'))],
    ['a job of Model Monitor that found something', 'violations', monitorJob()],
  ])('%s wakes %s and nothing else', (_, rule, event) => {
    expect(Object.keys(subscriptions).filter((name) => matches(name, event))).toEqual([rule]);
  });

  test.each<[string, unknown]>([
    ['a prediction', prediction],
    ['a dataset that asks for nothing', dataset(false)],
    ['our event from another source', { ...drift, source: 'somebody' }],
    ["AWS's sample alarm", alarmStateChange],
    ['the drift alarm when it is over', alarm({ value: 'OK' })],
    ['an alarm without enough data', alarm({ value: 'INSUFFICIENT_DATA' })],
    ['an alarm on latency', alarm({ namespace: 'AWS/Lambda', metric: 'Duration' })],
    ['a metric of the same name elsewhere', alarm({ namespace: 'Other' })],
    ['the alarm of another environment', alarm({ name: 'modelkeep-staging-drift-breast-cancer' })],
    ["AWS's sample upload", objectCreated],
    ['one of ten thousand files', uploaded('raw/breast-cancer/2026-11/0001.png')],
    ['a manifest that is not raw', uploaded('datasets/breast-cancer/manifest.json')],
    ['a manifest in another bucket', uploaded('raw/breast-cancer/2026-11/manifest.json', 'other')],
    ['a deleted manifest', { ...uploaded('raw/a/b/manifest.json'), 'detail-type': 'Object Deleted' }],
    ["a version of somebody else's", modelPackage('churn')],
    ['a job of Model Monitor that found nothing', monitorJob({ ExitMessage: 'Completed: well' })],
    ['a job of a pipeline', monitorJob({ MonitoringScheduleArn: null })],
    ["AWS's sample execution", executionStatusChange],
    ['an execution that begins', ended('RUNNING')],
    ['an execution of another machine', ended('FAILED', `${names.stateMachineArn}-two`)],
  ])('%s wakes nothing', (_, event) => {
    expect(Object.keys(subscriptions).filter((name) => matches(name, event))).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['drift', drift],
    ['model-quality', quality],
    ['dataset', dataset(true)],
    ['drift', alarm()],
    ['model-quality', alarm({ metric: 'AccuracyDropPoints' })],
  ])('what start-retraining is woken by, it understands: %s', (reason, event) => {
    expect(triggerFromEvent(event)).toMatchObject({ reason, useCase: 'breast-cancer' });
  });
});
