import { ThrottledError, type Clock, type ObjectStore } from '../../domain/ports.ts';
import { checkedObjectKey } from '../../domain/ids/object-key.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { bucketOfObject } from './contract.ts';
import type { Environment } from './environment.ts';
import { s3PlaceOf, type S3Place } from './s3-place.ts';
import { presignedUrl, s3Path } from './signature.ts';
import { systemClock } from './system-clock.ts';

/** Where predict keeps the photographs that it was asked of. */
export type Photographs = Pick<ObjectStore, 'put' | 'delete'>;

/** A photograph has 4 MB; who asked for a prediction waits for it. */
const timeoutMs = 5_000;
const expiresSeconds = 60;

/** Puts and deletes without the S3 client, for the reason that s3-object-reader.ts reads without it. */
class S3Photographs implements Photographs {
  readonly #place: S3Place;
  readonly #clock: Clock;
  readonly #fetch: typeof fetch;

  constructor(place: S3Place, clock: Clock, fetch_: typeof fetch) {
    this.#place = place;
    this.#clock = clock;
    this.#fetch = fetch_;
  }

  async put(
    key: string,
    body: Uint8Array | string,
    { contentType = 'application/octet-stream' }: { readonly contentType?: string } = {},
  ): Promise<void> {
    await this.#request('PUT', key, { 'content-type': contentType }, body);
  }

  async delete(key: string): Promise<void> {
    await this.#request('DELETE', key, {});
  }

  async #request(
    method: 'PUT' | 'DELETE',
    key: string,
    headers: Record<string, string>,
    body?: Uint8Array | string,
  ): Promise<void> {
    const { bucketUrl, prefix, region, credentials } = this.#place;
    const url = photographUrl({
      method,
      url: new URL(`${bucketOfObject(bucketUrl, key)}/${s3Path(prefix + checkedObjectKey(key))}`),
      region,
      credentials,
      now: this.#clock.now(),
      expiresSeconds,
      headers,
    });
    const doing = method === 'PUT' ? 'keeping a photograph' : 'deleting a photograph';
    const sent = this.#fetch(url, {
      method,
      headers,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
    });
    const { ok, status } = await sent.catch((cause: unknown) => {
      throw new ServiceUnavailableError(`${doing}: S3 could not be reached or broke off`, { cause });
    });
    if (ok) return;
    if (status === 429 || status === 503) throw new ThrottledError(`${doing}: HTTP ${status}`);
    if (status >= 500) throw new ServiceUnavailableError(`${doing}: HTTP ${status}`);
    throw new Error(`${doing}: HTTP ${status}`);
  }
}

/** A function of its own: by it the permissions are known that signing by hand needs (tests/iam/needed-actions.ts). */
const photographUrl = (request: Parameters<typeof presignedUrl>[0]): string => presignedUrl(request);

/** @throws InvalidInputError that names a missing variable. */
export const s3Photographs = (
  environment: Environment,
  clock: Clock = systemClock,
  fetch_: typeof fetch = fetch,
): Photographs => new S3Photographs(s3PlaceOf(environment, 'photographs'), clock, fetch_);
