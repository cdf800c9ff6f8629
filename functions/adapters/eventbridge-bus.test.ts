import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { detailTypes, eventSource, type PlatformEvent } from '../../domain/events/platform-event.ts';
import { ThrottledError } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { EventBridgeBus } from './eventbridge-bus.ts';

const aws = mockClient(EventBridgeClient);
const waits: number[] = [];
const bus = new EventBridgeBus(new EventBridgeClient({ region: 'us-east-1' }), 'bus', async (ms) =>
  waits.push(ms),
);
const events = (count: number): PlatformEvent[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `e${i}`,
    time: '2026-01-05T08:00:00Z',
    source: eventSource,
    detailType: detailTypes.predictionMade,
    detail: { useCase: 'u', predictionId: `p${i}`, modelVersion: 1, prediction: 1 },
  }));
const idsOf = (call: number): string[] =>
  (aws.commandCalls(PutEventsCommand)[call]?.args[0].input.Entries ?? []).map(
    ({ Detail }) => (JSON.parse(Detail ?? '') as { eventId: string }).eventId,
  );
const failed = (ErrorCode: string) => ({ FailedEntryCount: 1, Entries: [{ EventId: '1' }, { ErrorCode }] });

beforeEach(() => {
  aws.reset();
  waits.length = 0;
});

test('batches of ten, in order', async () => {
  aws.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  await bus.publish(events(23));
  expect([idsOf(0).length, idsOf(1).length, idsOf(2)]).toEqual([10, 10, ['e20', 'e21', 'e22']]);
});

test('only the entries that were not taken are tried again', async () => {
  aws.on(PutEventsCommand).resolvesOnce(failed('ThrottlingException')).resolves({ FailedEntryCount: 0 });
  await bus.publish(events(2));
  expect([idsOf(0), idsOf(1)]).toEqual([['e0', 'e1'], ['e1']]);
  expect(waits).toEqual([100]);
});

test.each([
  ['ThrottlingException', ThrottledError],
  ['InternalFailure', ServiceUnavailableError],
  ['MalformedDetail', Error],
])('%s that stays is thrown', async (code, kind) => {
  aws
    .on(PutEventsCommand)
    .resolvesOnce(failed(code))
    .resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: code }] });
  const error: unknown = await bus.publish(events(2)).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(kind);
  expect(error).toHaveProperty('message', expect.stringContaining(code));
  expect(aws.calls()).toHaveLength(3);
});
