import { expect, test } from '@jest/globals';
import { detailOf, platformEventOf } from './envelope.ts';
import { detailTypes, eventSource, type PlatformEvent } from './platform-event.ts';

const event: PlatformEvent = {
  id: 'cause-1',
  time: '2026-01-05T08:00:00Z',
  source: eventSource,
  detailType: detailTypes.predictionMade,
  detail: { useCase: 'breast-cancer', predictionId: 'p-1', modelVersion: 2, prediction: 1 },
};
const delivered = {
  version: '0',
  // EventBridge's own: another at each delivery.
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  source: event.source,
  'detail-type': event.detailType,
  time: event.time,
  detail: detailOf(event),
};

test('an event comes out as it went in', () => {
  expect(platformEventOf(JSON.parse(JSON.stringify(delivered)))).toEqual(event);
});

test.each([
  ['nothing', undefined, '(root)'],
  ['no event id', { ...delivered, detail: event.detail }, 'detail.eventId'],
  ['another source', { ...delivered, source: 'aws.s3' }, 'source'],
  ['another type', { ...delivered, 'detail-type': 'Object Created' }, 'detailType'],
  [
    'a broken detail',
    { ...delivered, detail: { ...delivered.detail, modelVersion: 'two' } },
    'detail.modelVersion',
  ],
])('%s is refused by name', (_what, value, field) => {
  expect(() => platformEventOf(value)).toThrow(field);
});
