import { describe, expect, test } from '@jest/globals';
import type { Ids } from '../../domain/ports.ts';

/** Holds for every Ids. */
export function idsContract(name: string, make: () => Ids): void {
  describe(`Ids: ${name}`, () => {
    test('26 characters of Crockford base 32, unique, and in the order in which they were made', () => {
      const ids = make();
      const all = Array.from({ length: 10_000 }, () => ids.next());
      for (const id of all) expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
      expect(new Set(all).size).toBe(all.length);
      expect(all.toSorted()).toEqual(all);
    });
  });
}
