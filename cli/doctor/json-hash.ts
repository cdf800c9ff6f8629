import { createHash } from 'node:crypto';
import { canonical } from '../plan/value.ts';

/** The first twelve digits of the SHA-256 of a JSON text, whatever its spaces and the order of its keys: AWS gives a definition back as it likes. */
export const jsonHash = (text: string): string =>
  createHash('sha256')
    .update(canonical(JSON.parse(text)))
    .digest('hex')
    .slice(0, 12);
