import { expect, test } from '@jest/globals';
import { checkedObjectKey } from './object-key.ts';

test.each(['a', 'a/b/c', 'a.b..c', 'with space', 'ü/年齢', 'k'.repeat(1024)])('%s is a key', (key) => {
  expect(checkedObjectKey(key)).toBe(key);
});

test.each([
  ['', 'an empty key'],
  ['/a', 'a slash at an end'],
  ['a//b', 'two in a row'],
  ['a/../b', '. or ..'],
  ['a\nb', 'a control character'],
  ['ü'.repeat(513), 'more than 1024 bytes'],
])('%j is none: %s', (key, problem) => {
  expect(() => checkedObjectKey(key)).toThrow(problem);
});
