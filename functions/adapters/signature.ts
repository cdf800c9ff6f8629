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

interface UrlRequest extends GetRequest {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly expiresSeconds: number;
  /** Beside the host: whoever uses the address sends exactly these. Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** An address that needs no keys, by Signature Version 4 ("Authenticating Requests: Using Query Parameters" of the S3 API reference). */
export function presignedUrl(asked: UrlRequest): string {
  const { method, url, region, credentials, now, expiresSeconds, headers = {} } = asked;
  const timestamp = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${timestamp.slice(0, 8)}/${region}/s3/aws4_request`;
  const signed: Record<string, string> = { host: url.host, ...headers };
  const names = Object.keys(signed).toSorted();
  const parameters: Record<string, string> = {
    ...Object.fromEntries(url.searchParams),
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': timestamp,
    'X-Amz-Expires': String(expiresSeconds),
    'X-Amz-SignedHeaders': names.join(';'),
    ...(credentials.sessionToken !== undefined && { 'X-Amz-Security-Token': credentials.sessionToken }),
  };
  const query = Object.entries(parameters)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join('&');
  const lines = names.map((name) => `${name}:${signed[name] ?? ''}`).join('\n');
  const request = [method, url.pathname, query, lines, '', names.join(';'), 'UNSIGNED-PAYLOAD'].join('\n');
  const key = signingKey(credentials, timestamp.slice(0, 8), region);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${hash(request)}`);
  return `${url.origin}${url.pathname}?${query}&X-Amz-Signature=${signature.toString('hex')}`;
}

const signingKey = ({ secretAccessKey }: Credentials, day: string, region: string): Buffer =>
  [day, region, 's3', 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`));
