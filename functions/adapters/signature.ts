import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

interface GetRequest {
  readonly url: URL;
  readonly region: string;
  readonly credentials: Credentials;
  readonly now: Date;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * Headers of a signed GET of S3 without a query, by Signature Version 4 ("Authenticating Requests: Using the Authorization
 * Header" of the S3 API reference). The path must be encoded as S3 wants it, see `s3Path`.
 */
export function signedGetHeaders({ url, region, credentials, now }: GetRequest): Record<string, string> {
  const timestamp = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = timestamp.slice(0, 8);
  const { sessionToken } = credentials;
  const headers: Record<string, string> = {
    host: url.host,
    'x-amz-content-sha256': hash(''),
    'x-amz-date': timestamp,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(headers).toSorted();
  const signed = names.join(';');
  const lines = names.map((name) => `${name}:${headers[name] ?? ''}`).join('\n');
  const request = ['GET', url.pathname, '', lines, '', signed, hash('')].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(Buffer.from(key), `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${hash(request)}`);
  const credential = `${credentials.accessKeyId}/${scope}`;
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${signature.toString('hex')}`,
  };
}

/** A key as a path: S3 signs all but letters, digits and -._~ as %XX, and keeps the slashes. */
export const s3Path = (key: string): string =>
  key
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replace(
        /[!'()*]/g,
        (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join('/');
