import * as z from 'zod/mini';
import { checkedObjectKey } from '../../domain/ids/object-key.ts';
import type { Clock, SignedUrls } from '../../domain/ports.ts';
import { bucketOfObject } from './contract.ts';
import { parseEnvironment, type Environment } from './environment.ts';
import { presignedUrl, s3Path } from './signature.ts';
import { systemClock } from './system-clock.ts';

const expiresSeconds = 900;

const text = z.string().check(z.minLength(1));
const schema = z.object({
  OBJECTS_BUCKET: z.string().check(z.minLength(3)),
  OBJECTS_PREFIX: z.optional(z.string()),
  AWS_REGION: text,
  // Lambda puts its role's keys here; they live as long as the process, and an address no longer than they.
  AWS_ACCESS_KEY_ID: text,
  AWS_SECRET_ACCESS_KEY: text,
  AWS_SESSION_TOKEN: z.optional(z.string()),
  AWS_ENDPOINT_URL: z.optional(z.string()),
});

/** SignedUrls on S3. The bucket's rules for cross-origin requests must allow the console's PUT. @throws InvalidInputError that names a missing variable. */
export function s3SignedUrls(environment: Environment, clock: Clock = systemClock): SignedUrls {
  const parsed = parseEnvironment(schema, environment, 'signed addresses');
  const { OBJECTS_BUCKET: bucket, OBJECTS_PREFIX: prefix = '', AWS_REGION: region } = parsed;
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const bucketUrl = parsed.AWS_ENDPOINT_URL
    ? `${parsed.AWS_ENDPOINT_URL.replace(/\/$/, '')}/${bucket}`
    : `https://${bucket}.s3.${region}.${suffix}`;
  const under = prefix === '' ? '' : `${checkedObjectKey(prefix)}/`;
  const sign = (
    method: 'GET' | 'PUT',
    key: string,
    more: { readonly headers?: Record<string, string>; readonly query?: Record<string, string> },
  ) => {
    const now = clock.now();
    const url = new URL(`${bucketOfObject(bucketUrl, key)}/${s3Path(under + checkedObjectKey(key))}`);
    for (const [name, value] of Object.entries(more.query ?? {})) url.searchParams.set(name, value);
    return {
      url: presignedUrl({
        method,
        url,
        region,
        now,
        expiresSeconds,
        headers: more.headers ?? {},
        credentials: {
          accessKeyId: parsed.AWS_ACCESS_KEY_ID,
          secretAccessKey: parsed.AWS_SECRET_ACCESS_KEY,
          sessionToken: parsed.AWS_SESSION_TOKEN,
        },
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
