import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventParser, type ServerEvent } from './event-parser.ts';

const stream =
  ': hello\r\n\r\nevent: prediction\nid: 7\ndata: {"a":1}\n\ndata: one\ndata: two\r\n\r\nevent: empty\n\ndata\n\n';
const events: ServerEvent[] = [
  { id: '7', type: 'prediction', data: '{"a":1}' },
  { id: '7', type: 'message', data: 'one\ntwo' },
  { id: '7', type: 'message', data: '' },
];

function parsed(pieces: readonly string[]): ServerEvent[] {
  const got: ServerEvent[] = [];
  const take = eventParser((event) => got.push(event));
  for (const piece of pieces) take(piece);
  return got;
}

test('events, comments and names are told apart', () => expect(parsed([stream])).toEqual(events));

test('however the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: stream.length - 1 }), { maxLength: 8 }), (cuts) => {
      const at = [0, ...new Set(cuts.sort((a, b) => a - b)), stream.length];
      expect(parsed(at.slice(1).map((end, i) => stream.slice(at[i], end)))).toEqual(events);
    }),
  );
});
