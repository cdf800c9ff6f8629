import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import path from 'node:path';
import { keyOfPath, pathOfKey } from './object-paths.ts';

test('plain keys keep their names', () => {
  expect(pathOfKey('models/breast-cancer/7/model.json')).toBe('models/breast-cancer/7/model.json');
  expect(pathOfKey('a')).toBe('a%');
  expect(pathOfKey('a.b/c.csv')).toBe('a.b%/c.csv');
});

const part = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }),
    fc.constantFrom('a', 'a.b', '%', '%-', 'a%', '..a'),
  )
  .map((text) => text.replace(/[/\\\p{C}]/gu, '_'))
  .filter((text) => text !== '.' && text !== '..');
const key = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));

test('any key comes back from its path, and its names fit a file system', () => {
  const long = fc.constantFrom('x'.repeat(1024), 'ü'.repeat(500), `${'%20'.repeat(300)}.json`);
  fc.assert(
    fc.property(fc.oneof({ weight: 20, arbitrary: key }, long), (k) => {
      const at = pathOfKey(k);
      expect(keyOfPath(at)).toBe(k);
      for (const name of at.split(path.sep)) expect(name.length).toBeLessThanOrEqual(203);
    }),
  );
});

test('one key may be the folder of another: no file is ever a folder', () => {
  fc.assert(
    fc.property(key, key, (file, below) => {
      expect(pathOfKey(`${file}/${below}`).startsWith(`${pathOfKey(file)}${path.sep}`)).toBe(false);
    }),
  );
});
