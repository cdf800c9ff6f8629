import { checkedObjectKey } from '../../domain/ids/object-key.ts';
import { ThrottledError, type Clock, type ObjectStore, type StoredObject } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { bucketOfObject } from './contract.ts';
import type { Environment } from './environment.ts';
import { s3PlaceOf, type S3Place } from './s3-place.ts';
import { s3Path, signedGetHeaders } from './signature.ts';
import { systemClock } from './system-clock.ts';

export type ObjectReader = Pick<ObjectStore, 'get'>;

/** As the SDK's clients: see clients.ts. A model is small; it has 5 s a try. */
const attempts = 3;
const timeoutMs = 5_000;
const backoffMs = 100;

/**
 * Reads objects without the S3 client, which alone adds 150 KB to a bundle: for predict, whose start people wait for. What
 * more than reads takes s3-objects.ts.
 */
export class S3ObjectReader implements ObjectReader {
  readonly #place: S3Place;
  readonly #clock: Clock;
  readonly #fetch: typeof fetch;

  constructor(place: S3Place, clock: Clock = systemClock, fetch_: typeof fetch = fetch) {
    this.#place = place;
    this.#clock = clock;
    this.#fetch = fetch_;
  }

  async get(key: string): Promise<StoredObject | undefined> {
    const { bucketUrl, prefix } = this.#place;
    const url = new URL(`${bucketOfObject(bucketUrl, key)}/${s3Path(prefix + checkedObjectKey(key))}`);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#tryGet(url);
      } catch (error) {
        const passing = error instanceof ThrottledError || error instanceof ServiceUnavailableError;
        if (!passing || attempt === attempts) throw error;
        await new Promise((resolve) => setTimeout(resolve, backoffMs * attempt * Math.random()));
      }
    }
  }

  async #tryGet(url: URL): Promise<StoredObject | undefined> {
    const { region, credentials } = this.#place;
    const headers = signedGetHeaders({ url, region, credentials, now: this.#clock.now() });
    let response: Response;
    let body: Uint8Array;
    try {
      response = await this.#fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
      body = new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      throw new ServiceUnavailableError('reading an object: S3 could not be reached or broke off', {
        cause: error,
      });
    }
    if (response.ok) return { body, etag: response.headers.get('etag') ?? '' };
    const code = /<Code>(\w+)<\/Code>/.exec(new TextDecoder().decode(body))?.[1] ?? 'no code';
    if (code === 'NoSuchKey') return undefined;
    const message = `reading an object: HTTP ${response.status}, ${code}`;
    if (code === 'SlowDown' || response.status === 429) throw new ThrottledError(message);
    if (response.status >= 500) throw new ServiceUnavailableError(message);
    throw new Error(message);
  }
}

/** @throws InvalidInputError that names a missing variable. */
export const s3ObjectReader = (environment: Environment): ObjectReader =>
  new S3ObjectReader(s3PlaceOf(environment, 'the object reader'));
