import { beforeEach, expect, test } from '@jest/globals';
import { ArtifactError } from '../../domain/retraining/errors.ts';
import { triggerFromEvent } from '../../domain/retraining/trigger-from-event.ts';
import { detailOf } from '../../domain/events/envelope.ts';
import { World } from '../../tests/support/world.ts';
import { reportViolations } from './report-violations.ts';

const schedule = 'modelkeep-dev-data-quality-breast-cancer';
const output = 'model-monitor/breast-cancer/data-quality/endpoint/schedule/2026/11/24/10';
let world: World;
beforeEach(async () => {
  world = new World();
  await world.serve(3);
});
const ports = () => ({
  records: world.records,
  objects: world.objects,
  bus: world.bus,
  monitorOf: (name: string) =>
    name === schedule ? ({ useCase: 'breast-cancer', kind: 'data-quality' } as const) : undefined,
});
/** As SageMaker sends it: developer guide, "Processing job state change". */
const ended = (detail: object = {}) => ({
  'detail-type': 'SageMaker Processing Job State Change',
  source: 'aws.sagemaker',
  time: '2026-11-24T10:20:00Z',
  detail: {
    ProcessingJobName: 'model-monitoring-202611241000-abc',
    ProcessingJobStatus: 'Completed',
    ExitMessage: 'CompletedWithViolations: Job completed successfully with 2 violations.',
    MonitoringScheduleArn: `arn:aws:sagemaker:us-east-1:123456789012:monitoring-schedule/${schedule}`,
    ProcessingOutputConfig: {
      Outputs: [{ OutputName: 'monitoring_output', S3Output: { S3Uri: `s3://processed/${output}` } }],
    },
    ...detail,
  },
});
const report = (violations: readonly object[]) =>
  world.objects.put(`${output}/constraint_violations.json`, JSON.stringify({ violations }));

test('violations become the drift event of the own engine, which start-retraining understands', async () => {
  await report([
    { feature_name: 'radius_mean', constraint_check_type: 'baseline_drift_check', description: 'd' },
    { feature_name: 'radius_mean', constraint_check_type: 'completeness_check', description: 'd' },
    { metric_name: 'accuracy', constraint_check_type: 'LessThanThreshold' },
  ]);
  await reportViolations(ports(), ended());
  await reportViolations(ports(), ended());
  const [one, copy] = world.bus.published;
  expect(one).toMatchObject({
    detailType: 'Model Drift Confirmed',
    detail: {
      useCase: 'breast-cancer',
      modelVersion: 3,
      features: ['radius_mean', 'accuracy'],
      reportKey: `${output}/constraint_violations.json`,
    },
  });
  expect(copy?.id).toBe(one?.id);
  const delivered = {
    id: 'x',
    'detail-type': one!.detailType,
    source: one!.source,
    time: one!.time,
    detail: detailOf(one!),
  };
  expect(triggerFromEvent(delivered)).toMatchObject({ useCase: 'breast-cancer', reason: 'drift' });
});

test('nothing comes of a clean job, a failed one, somebody else’s, or before a version is in service', async () => {
  await reportViolations(ports(), ended({ ExitMessage: 'Completed: Job completed successfully' }));
  await reportViolations(ports(), ended({ ProcessingJobStatus: 'Failed' }));
  await reportViolations(ports(), ended({ MonitoringScheduleArn: null }));
  world = new World();
  await reportViolations(ports(), ended());
  expect(world.bus.published).toEqual([]);
});

test('a report that is missing or broken is an error: the event is delivered again', async () => {
  await expect(reportViolations(ports(), ended())).rejects.toThrow(ArtifactError);
  await report([{ feature_name: 5 }]);
  await expect(reportViolations(ports(), ended())).rejects.toThrow(/feature_name/);
});
