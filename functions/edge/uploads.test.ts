import { expect, test } from '@jest/globals';
import { objectRoomOf, uploadsPrefix } from '../adapters/contract.ts';
import { uploadKey } from './uploads.ts';

test('an upload lies where its bucket forgets it after a day, and where browsers may put it', () => {
  const key = uploadKey('breast-cancer', 'u1');
  expect(key.startsWith(uploadsPrefix)).toBe(true);
  expect(objectRoomOf(key)).toBe(objectRoomOf(uploadsPrefix));
});
