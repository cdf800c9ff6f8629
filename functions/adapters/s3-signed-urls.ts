import { checkedObjectKey } from '../../domain/ids/object-key.ts';
import type { Clock, SignedUrls } from '../../domain/ports.ts';
import { bucketOfObject } from './contract.ts';
import type { Environment } from './environment.ts';
import { s3PlaceOf } from './s3-place.ts';
import { presignedUrl, s3Path } from './signature.ts';
import { systemClock } from './system-clock.ts';

const expiresSeconds = 900;

/** SignedUrls on S3. The bucket's rules for cross-origin requests must allow the console's PUT. @throws InvalidInputError that names a missing variable. */
export function s3SignedUrls(environment: Environment, clock: Clock = systemClock): SignedUrls {
  // An address lives no longer than the role's keys that sign it.
  const { bucketUrl, prefix, region, credentials } = s3PlaceOf(environment, 'signed addresses');
  const sign = (
    method: 'GET' | 'PUT',
    key: string,
    more: { readonly headers?: Record<string, string>; readonly query?: Record<string, string> },
  ) => {
    const now = clock.now();
    const url = new URL(`${bucketOfObject(bucketUrl, key)}/${s3Path(prefix + checkedObjectKey(key))}`);
    for (const [name, value] of Object.entries(more.query ?? {})) url.searchParams.set(name, value);
    return {
      url: presignedUrl({
        method,
        url,
        region,
        now,
        expiresSeconds,
        headers: more.headers ?? {},
        credentials,
      }),
      expiresAt: new Date(now.getTime() + expiresSeconds * 1000).toISOString(),
    };
  };
  return {
    upload: async (key, { bytes, contentType }) => {
      const headers = { 'content-type': contentType };
      // A browser sets the length by itself: signed, it lets no other number of bytes through.
      const signed = sign('PUT', key, { headers: { ...headers, 'content-length': String(bytes) } });
      return { ...signed, headers };
    },
    download: async (key, fileName) =>
      sign('GET', key, {
        query: { 'response-content-disposition': `attachment; filename="${fileName}"` },
      }),
  };
}
