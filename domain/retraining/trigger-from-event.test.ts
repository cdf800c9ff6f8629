import { describe, expect, test } from '@jest/globals';
import { InvalidInputError } from '../validation/parse.ts';
import { triggerFromEvent } from './trigger-from-event.ts';
import { executionNameOf } from './trigger.ts';

const time = '2026-01-05T08:00:00.000Z';
const ours = (detailType: string, detail: object) => ({
  source: 'modelkeep',
  'detail-type': detailType,
  time,
  id: 'delivery',
  detail: { eventId: 'e1', useCase: 'u', ...detail },
});
const alarm = (value: string, name: string, dimensions: object = { UseCase: 'u' }) => ({
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  time,
  detail: {
    alarmName: 'modelkeep-dev-u-accuracy',
    state: { value, timestamp: '2026-01-05T07:59:59.000+0000' },
    configuration: {
      metrics: [{ id: 'm1', metricStat: { metric: { namespace: 'modelkeep', name, dimensions } } }],
    },
  },
});
const drift = ours('Model Drift Confirmed', {
  modelVersion: 1,
  windowId: 'w1',
  reportKey: 'drift/w1.json',
  features: ['a'],
  psiMax: 0.3,
  sentence: 's'.repeat(900),
});

describe('triggerFromEvent', () => {
  test('a confirmed drift', () => {
    expect(triggerFromEvent(drift)).toEqual({
      useCase: 'u',
      reason: 'drift',
      cause: 'e1',
      requestedAt: time,
      explanation: 's'.repeat(500),
      driftReportKey: 'drift/w1.json',
    });
  });

  test('each delivery of one event has the same cause, though its own id differs', () => {
    const [one, two] = [triggerFromEvent(drift), triggerFromEvent({ ...drift, id: 'another' })];
    expect(executionNameOf(one!)).toBe(executionNameOf(two!));
  });

  test('degraded quality, in words', () => {
    const event = ours('Model Quality Degraded', {
      modelVersion: 2,
      windowId: 'w',
      labels: 120,
      accuracyBefore: 0.97,
      accuracyAfter: 0.9,
      dropPoints: 7,
    });
    expect(triggerFromEvent(event)).toMatchObject({
      reason: 'model-quality',
      explanation:
        'accuracy of version 2 fell by 7.0 points, from 97.0 % to 90.0 % over 120 confirmed diagnoses',
    });
  });

  test.each([
    [true, { reason: 'dataset', explanation: 'dataset d1 brought 70 rows' }],
    [false, undefined],
  ])('an ingested dataset that requests retraining: %j', (requestedRetraining, expected) => {
    const event = ours('Dataset Ingested', {
      datasetId: 'd1',
      rowsAccepted: 70,
      rowsQuarantined: 1,
      requestedRetraining,
    });
    const trigger = triggerFromEvent(event);
    if (expected) expect(trigger).toMatchObject(expected);
    else expect(trigger).toBeUndefined();
  });

  test('a schedule: its tick is the cause', () => {
    expect(triggerFromEvent({ useCase: 'u', reason: 'schedule', time })).toMatchObject({
      reason: 'schedule',
      cause: `schedule/${time}`,
    });
  });

  test('an alarm on a metric that retraining helps, once for each time that it is raised', () => {
    const trigger = triggerFromEvent(alarm('ALARM', 'AccuracyDropPoints'));
    expect(trigger).toMatchObject({ useCase: 'u', reason: 'model-quality' });
    expect(triggerFromEvent(alarm('ALARM', 'AccuracyDropPoints'))).toEqual(trigger);
    expect(triggerFromEvent(alarm('ALARM', 'DriftPsiMax'))).toMatchObject({ reason: 'drift' });
  });

  test.each([
    ['an alarm that ends', alarm('OK', 'AccuracyDropPoints')],
    ['an alarm on errors', alarm('ALARM', 'PredictionFailed')],
    ['an alarm of no use case', alarm('ALARM', 'DriftPsiMax', {})],
    ['a prediction', ours('Prediction Made', { predictionId: 'p', modelVersion: 1, prediction: 1 })],
    ['an uploaded manifest', { source: 'aws.s3', 'detail-type': 'Object Created', time, detail: {} }],
    ['nothing', undefined],
    ['a text', 'x'],
  ])('%s asks for no retraining', (_, event) => {
    expect(triggerFromEvent(event)).toBeUndefined();
  });

  test('one of our own events that does not fit is a defect that is told', () => {
    expect(() => triggerFromEvent(ours('Model Drift Confirmed', {}))).toThrow(InvalidInputError);
  });
});
