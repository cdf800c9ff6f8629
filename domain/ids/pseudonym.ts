import { createHmac } from 'node:crypto';
import { InvalidInputError } from '../validation/parse.ts';

/** Shorter keys could be guessed: the pseudonyms of a known id would then give the key away. */
const minKeyCharacters = 32;

/**
 * HMAC-SHA-256 of the patient's id (NFC, so that one spelling has one pseudonym), 43 characters of base64url.
 * @throws InvalidInputError where the key is short or the id is empty; the message holds neither.
 */
export function pseudonymOf(key: string, patientId: string): string {
  const refuse = (field: string, got: string, expected: string): never => {
    throw new InvalidInputError('pseudonym', [{ field, got, expected }]);
  };
  if (key.length < minKeyCharacters)
    refuse('key', `${key.length} characters`, `at least ${minKeyCharacters} random characters`);
  if (patientId === '') refuse('patientId', 'an empty text', 'an identifier');
  return createHmac('sha256', key).update(patientId.normalize('NFC')).digest('base64url');
}
