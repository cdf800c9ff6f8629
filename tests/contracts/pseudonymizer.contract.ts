import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Pseudonymizer } from '../../domain/ports.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';

/** Holds for every Pseudonymizer. `make` gives one with this key. */
export function pseudonymizerContract(name: string, make: (key: string) => Promise<Pseudonymizer>): void {
  const key = 'a key of enough characters, number 1';
  const otherKey = 'a key of enough characters, number 2';

  describe(`Pseudonymizer: ${name}`, () => {
    test('the same patient, the same pseudonym, also by another instance', async () => {
      const [one, two] = [await make(key), await make(key)];
      expect(await one.pseudonym('MRN-0042')).toBe(await one.pseudonym('MRN-0042'));
      expect(await one.pseudonym('MRN-0042')).toBe(await two.pseudonym('MRN-0042'));
      // Two spellings of one letter are one patient.
      expect(await one.pseudonym('Zoe\u0308')).toBe(await one.pseudonym('Zo\u00eb'));
    });

    test('another patient or another key, another pseudonym', async () => {
      const [one, two] = [await make(key), await make(otherKey)];
      expect(await one.pseudonym('MRN-0042')).not.toBe(await one.pseudonym('MRN-0043'));
      expect(await one.pseudonym('MRN-0042')).not.toBe(await two.pseudonym('MRN-0042'));
    });

    test('never holds the id, is never long, and fits a key or an address', async () => {
      const one = await make(key);
      // Below six characters an id may stand in any random text by chance.
      await fc.assert(
        fc.asyncProperty(fc.string({ minLength: 6, maxLength: 300, unit: 'grapheme' }), async (id) => {
          const pseudonym = await one.pseudonym(id);
          expect(pseudonym).not.toContain(id);
          expect(pseudonym).toMatch(/^[A-Za-z0-9_-]{20,64}$/);
        }),
      );
    });

    test('an empty id is refused', async () => {
      await expect((await make(key)).pseudonym('')).rejects.toThrow(InvalidInputError);
    });
  });
}
