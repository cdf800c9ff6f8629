import * as z from 'zod/mini';
import { pseudonymOf } from '../../domain/ids/pseudonym.ts';
import type { Pseudonymizer } from '../../domain/ports.ts';
import { parseEnvironment, type Environment } from './environment.ts';
import { CachedSecret } from './secrets-manager.ts';

/** Pseudonymizer whose key is a secret. The key must never change: the same patient would get another pseudonym. */
class SecretPseudonymizer implements Pseudonymizer {
  readonly #key: Pick<CachedSecret, 'text'>;

  constructor(key: Pick<CachedSecret, 'text'>) {
    this.#key = key;
  }

  async pseudonym(patientId: string): Promise<string> {
    return pseudonymOf(await this.#key.text(), patientId);
  }
}

const schema = z.object({ PSEUDONYM_SECRET_ARN: z.string().check(z.regex(/^arn:/)) });

/** @throws InvalidInputError that names a missing variable. */
export const secretPseudonymizer = (environment: Environment): Pseudonymizer =>
  new SecretPseudonymizer(
    new CachedSecret(parseEnvironment(schema, environment, 'the pseudonymizer').PSEUDONYM_SECRET_ARN),
  );
