import { expect, test } from '@jest/globals';
import { presignedUrl } from './signature.ts';
import { s3SignedUrls } from './s3-signed-urls.ts';

const now = new Date('2013-05-24T00:00:00.000Z');

test('an address is signed as in the example of the S3 API reference', () => {
  const url = presignedUrl({
    method: 'GET',
    url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
    region: 'us-east-1',
    now,
    expiresSeconds: 86_400,
    credentials: {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    },
  });
  expect(url).toContain('X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request');
  expect(url).toMatch(/X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404$/);
});

test('an upload is for one room, length and type; a download has a name', async () => {
  const urls = s3SignedUrls(
    {
      OBJECTS_BUCKET: 'b-{room}',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'k',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_SESSION_TOKEN: 't',
    },
    { now: () => now },
  );
  const up = await urls.upload('uploads/breast-cancer/x', { bytes: 7, contentType: 'text/csv' });
  expect(up).toMatchObject({
    headers: { 'content-type': 'text/csv' },
    expiresAt: '2013-05-24T00:15:00.000Z',
  });
  expect(up.url).toMatch(
    /^https:\/\/b-processed\.s3\.eu-central-1\.amazonaws\.com\/uploads\/breast-cancer\/x\?/,
  );
  expect(up.url).toContain('X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost');
  const down = await urls.download('inference/a/b.csv', 'results.csv');
  expect(down.url).toContain('response-content-disposition=attachment%3B%20filename%3D%22results.csv%22');
});
