import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { ThrottledError } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { FakeClock } from '../../tests/support/doubles.ts';
import { emulatorOrSkip } from '../../tests/support/emulator.ts';
import { s3ObjectReader } from './s3-object-reader.ts';
import { s3Photographs } from './s3-photographs.ts';

const environment: Record<string, string> = {
  OBJECTS_BUCKET: 'mk-{room}',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
};
const answering = (status: number, asked: { url: string; method: string | undefined }[] = []) =>
  (async (url: string, { method }: RequestInit) => {
    asked.push({ url, method });
    return new Response(null, { status });
  }) as unknown as typeof fetch;

test('puts and deletes in the room of the key, by an address that is valid for a minute', async () => {
  const asked: { url: string; method: string | undefined }[] = [];
  const photographs = s3Photographs(environment, new FakeClock(), answering(204, asked));
  await photographs.put('images/skin-lesion/1.jpg', Uint8Array.of(1), { contentType: 'image/jpeg' });
  await photographs.delete('images/skin-lesion/1.jpg');
  expect(asked.map(({ method }) => method)).toEqual(['PUT', 'DELETE']);
  for (const { url } of asked) {
    expect(url).toMatch(
      /^https:\/\/mk-processed\.s3\.eu-central-1\.amazonaws\.com\/images\/skin-lesion\/1\.jpg\?/,
    );
    expect(url).toContain('X-Amz-Expires=60');
  }
});

test.each([
  [503, ThrottledError],
  [500, ServiceUnavailableError],
  [403, Error],
])('HTTP %i is told without the address', async (status, kind) => {
  const photographs = s3Photographs(environment, new FakeClock(), answering(status));
  const told = await photographs.put('images/a/1.jpg', 'x').catch((error: unknown) => error);
  expect(told).toBeInstanceOf(kind);
  expect(String(told)).not.toMatch(/images|Signature/);
});

const emulator = await emulatorOrSkip();
(emulator ? describe : describe.skip)('on the emulator', () => {
  test('what was put is read, and gone once it was deleted', async () => {
    const { endpoint, region } = emulator!.client;
    const given = {
      ...environment,
      OBJECTS_BUCKET: 'photographs-test',
      AWS_REGION: region,
      AWS_ENDPOINT_URL: endpoint,
    };
    await new S3Client({ ...emulator!.client }).send(new CreateBucketCommand({ Bucket: 'photographs-test' }));
    const key = 'images/skin-lesion/1.jpg';
    const photographs = s3Photographs(given);
    await photographs.put(key, Uint8Array.of(0xff, 0xd8, 0xff), { contentType: 'image/jpeg' });
    const read = s3ObjectReader(given);
    expect([...(await read.get(key))!.body]).toEqual([0xff, 0xd8, 0xff]);
    await photographs.delete(key);
    expect(await read.get(key)).toBeUndefined();
  });
});
