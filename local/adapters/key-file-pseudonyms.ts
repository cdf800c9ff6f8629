import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { pseudonymOf } from '../../domain/ids/pseudonym.ts';
import type { Pseudonymizer } from '../../domain/ports.ts';
import { BrokenStateError } from '../errors.ts';
import { writeOnce } from '../write-once.ts';

/**
 * Pseudonymizer whose key is a file that only the user may read, made at the first start.
 * @throws BrokenStateError where the file holds no such key: with a new one, known patients would get new pseudonyms.
 */
export function keyFilePseudonyms(file: string): Pseudonymizer {
  if (!existsSync(file)) writeOnce(file, `${randomBytes(32).toString('hex')}\n`);
  const key = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(key))
    throw new BrokenStateError(
      `${file}: does not hold a key of 64 hexadecimal digits. It was left as it is: restore it from a copy; without it the pseudonyms of known patients are lost`,
    );
  return { pseudonym: async (patientId) => pseudonymOf(key, patientId) };
}
