import { expect, test } from '@jest/globals';
import { answered, commandOf, emptyInbox, moved, refused, stillWaiting } from './inbox.ts';

const read = ['a', 'b', 'c'].map((id) => ({ id }));
const given = (id: string) => ({ id, diagnosis: 1, asPredicted: true }) as const;

test('after an answer the next stands in its place', () => {
  const first = answered(emptyInbox, given('a'), 3);
  expect(first.at).toBe(0);
  expect(stillWaiting(read, first)).toEqual([{ id: 'b' }, { id: 'c' }]);
});

test('after the last one, one stands at the one before', () => {
  const atEnd = moved(emptyInbox, 5, 3);
  expect(atEnd.at).toBe(2);
  const then = answered(atEnd, given('c'), 3);
  expect(then.at).toBe(1);
  expect(answered(answered(then, given('b'), 2), given('a'), 1)).toMatchObject({ at: 0 });
});

test('moving stays in the list', () => {
  expect(moved(emptyInbox, -1, 3).at).toBe(0);
  expect(moved(emptyInbox, 1, 0).at).toBe(0);
});

test('an answer that the platform refused waits again; a second one replaces the first', () => {
  const one = answered(emptyInbox, given('a'), 3);
  expect(stillWaiting(read, refused(one, 'a'))).toEqual(read);
  expect(answered(one, { id: 'a', diagnosis: 0, asPredicted: false }, 3).given).toEqual([
    { id: 'a', diagnosis: 0, asPredicted: false },
  ]);
});

test('keys', () => {
  expect(commandOf('ArrowDown', 3)).toEqual({ kind: 'move', by: 1 });
  expect(commandOf('k', 3)).toEqual({ kind: 'move', by: -1 });
  expect(commandOf('End', 3)).toEqual({ kind: 'move', by: 3 });
  expect(commandOf('1', 3)).toEqual({ kind: 'answer', diagnosis: 1 });
  expect(commandOf('0', 3)).toEqual({ kind: 'answer', diagnosis: 0 });
  expect(commandOf('x', 3)).toBeUndefined();
});
