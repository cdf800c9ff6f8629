import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ThrottledError, type Clock } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { clientSettings } from './clients.ts';
import { calling } from './errors.ts';
import { systemClock } from './system-clock.ts';

interface SecretOptions {
  readonly client?: SecretsManagerClient;
  readonly clock?: Clock;
  /** A changed secret is seen after this time at the latest. */
  readonly maxAgeSeconds?: number;
}

/** Five minutes: a rotation takes effect soon, and a busy function asks 12 times an hour instead of at each call. */
const defaultMaxAgeSeconds = 300;

/** One secret of Secrets Manager, read when first asked for and kept in memory for its age limit. */
export class CachedSecret {
  readonly #arn: string;
  readonly #client: SecretsManagerClient;
  readonly #clock: Clock;
  readonly #maxAgeMs: number;
  #known: { readonly text: string; readonly readAt: number } | undefined;
  #reading: Promise<string> | undefined;

  constructor(arn: string, options: SecretOptions = {}) {
    this.#arn = arn;
    this.#client = options.client ?? new SecretsManagerClient(clientSettings());
    this.#clock = options.clock ?? systemClock;
    this.#maxAgeMs = (options.maxAgeSeconds ?? defaultMaxAgeSeconds) * 1000;
  }

  /** The secret's text. While the service is down a known one is used on; its errors never hold the secret. */
  async text(): Promise<string> {
    const known = this.#known;
    if (known && this.#clock.now().getTime() - known.readAt < this.#maxAgeMs) return known.text;
    // Calls side by side wait for one request.
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    try {
      return await this.#reading;
    } catch (error) {
      const passing = error instanceof ThrottledError || error instanceof ServiceUnavailableError;
      if (known && passing) return known.text;
      throw error;
    }
  }

  async #read(): Promise<string> {
    const { SecretString } = await calling('reading a secret', () =>
      this.#client.send(new GetSecretValueCommand({ SecretId: this.#arn })),
    );
    if (!SecretString) throw new Error('reading a secret: it has no text; expected SecretString to be set');
    this.#known = { text: SecretString, readAt: this.#clock.now().getTime() };
    return SecretString;
  }
}
