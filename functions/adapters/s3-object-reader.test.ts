import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from '@jest/globals';
import { FakeClock } from '../../tests/support/doubles.ts';
import { S3ObjectReader, s3ObjectReader } from './s3-object-reader.ts';
import { s3Path, signedGetHeaders } from './signature.ts';

const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'secret',
  sessionToken: 'token/+=',
};

interface Signing {
  readonly request: { headers: Record<string, string>; query: object };
}
type Next = (args: Signing) => Promise<unknown>;

/** What the SDK signs for the same request. */
async function headersOfSdk(key: string, now: Date): Promise<Record<string, string>> {
  const client = new S3Client({
    region: 'eu-central-1',
    credentials,
    systemClockOffset: now.getTime() - Date.now(),
  });
  let seen: Record<string, string> = {};
  const signing = 'httpSigningMiddleware';
  const bare = (next: Next) => (args: Signing) => {
    // The SDK also signs marks of its own, which S3 does not need: x-id, amz-sdk-…, x-amz-user-agent.
    const { request } = args;
    request.query = {};
    request.headers = { host: request.headers['host'] ?? '' };
    return next(args);
  };
  const capture = () => async (args: Signing) => {
    seen = args.request.headers;
    throw new Error('not sent');
  };
  client.middlewareStack.addRelativeTo(bare as never, {
    relation: 'before',
    toMiddleware: signing,
    name: 'bare',
  });
  client.middlewareStack.addRelativeTo(capture as never, {
    relation: 'after',
    toMiddleware: signing,
    name: 'capture',
  });
  await client.send(new GetObjectCommand({ Bucket: 'objects', Key: key })).catch(() => undefined);
  return seen;
}

test.each(['models/7/model.json', "odd +ü/!'()*~&=%2F.json"])('signs %s as the SDK does', async (key) => {
  const sdk = await headersOfSdk(key, new Date());
  const time = sdk['x-amz-date'] ?? '';
  const now = new Date(time.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const url = new URL(`https://objects.s3.eu-central-1.amazonaws.com/${s3Path(key)}`);
  const own = signedGetHeaders({ url, region: 'eu-central-1', credentials, now });
  expect(sdk['authorization']).toContain('Signature=');
  expect(own['authorization']).toBe(sdk['authorization']);
});

const answering = (...answers: (Response | Error)[]) => {
  const urls: string[] = [];
  const reader = new S3ObjectReader(
    { bucketUrl: 'https://b.example', prefix: 'dev/', region: 'us-east-1', credentials },
    new FakeClock(),
    async (url) => {
      urls.push(String(url instanceof Request ? url.url : url));
      const answer = answers.shift();
      if (answer instanceof Response) return answer;
      throw answer ?? new Error('asked once too often');
    },
  );
  return { reader, urls };
};
const error = (status: number, code: string): Response =>
  new Response(`<Error><Code>${code}</Code></Error>`, { status });

test('reads, under the prefix', async () => {
  const { reader, urls } = answering(new Response('body', { headers: { etag: '"e"' } }));
  expect(await reader.get('a b/c')).toEqual({ body: new TextEncoder().encode('body'), etag: '"e"' });
  expect(urls).toEqual(['https://b.example/dev/a%20b/c']);
});

test('what is not there is undefined; a missing bucket is an error', async () => {
  expect(await answering(error(404, 'NoSuchKey')).reader.get('a')).toBeUndefined();
  await expect(answering(error(404, 'NoSuchBucket')).reader.get('a')).rejects.toThrow(
    'HTTP 404, NoSuchBucket',
  );
});

test('what may pass is tried three times, what will not once', async () => {
  const passing = answering(new TypeError('fetch failed'), error(503, 'SlowDown'), new Response('x'));
  expect(await passing.reader.get('a')).toBeDefined();
  const slow = answering(error(503, 'SlowDown'), error(503, 'SlowDown'), error(503, 'SlowDown'));
  await expect(slow.reader.get('a')).rejects.toMatchObject({ name: 'ThrottledError' });
  const down = answering(
    error(500, 'InternalError'),
    error(500, 'InternalError'),
    error(500, 'InternalError'),
  );
  await expect(down.reader.get('a')).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
  const denied = answering(error(403, 'AccessDenied'));
  await expect(denied.reader.get('a')).rejects.toThrow('HTTP 403, AccessDenied');
  expect(denied.urls).toHaveLength(1);
});

test('a missing variable is named', () => {
  expect(() => s3ObjectReader({ OBJECTS_BUCKET: 'objects' })).toThrow('AWS_REGION: got nothing');
});
