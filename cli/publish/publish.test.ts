import { type GetObjectCommandOutput, NotFound, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { publish } from './publish.ts';
import { siteFiles } from './site-files.ts';

type Put = Pick<GetObjectCommandOutput, 'ContentType' | 'CacheControl' | 'Metadata'>;

/** A bucket as far as publish asks it. */
const objects = new Map<string, Put>();
const order: string[] = [];
const client = {
  send: (command: { constructor: { name: string }; input: { Key: string } & Put }) => {
    const { Key: key, ...rest } = command.input;
    if (command.constructor.name === 'PutObjectCommand') {
      objects.set(key, rest);
      order.push(key);
      return Promise.resolve({});
    }
    const found = objects.get(key);
    return found
      ? Promise.resolve(found)
      : Promise.reject(new NotFound({ message: 'no such key', $metadata: {} }));
  },
} as unknown as S3Client;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'site-'));
  await mkdir(path.join(folder, 'assets'));
  await writeFile(path.join(folder, 'index.html'), '<!doctype html>');
  await writeFile(path.join(folder, 'favicon.svg'), '<svg/>');
  await writeFile(path.join(folder, 'assets/index-1a2b.js'), 'export {}');
  await writeFile(path.join(folder, '.sources'), 'hash');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  objects.clear();
  order.length = 0;
});

describe('publishing a page', () => {
  test('puts the page last, each file with its type and how long it may be kept', async () => {
    await publish(client, 'bucket', await siteFiles(folder));
    expect(order).toEqual(['assets/index-1a2b.js', 'favicon.svg', 'index.html']);
    expect(objects.get('index.html')).toMatchObject({
      ContentType: 'text/html; charset=utf-8',
      CacheControl: 'no-cache',
    });
    expect(objects.get('assets/index-1a2b.js')).toMatchObject({
      ContentType: 'text/javascript; charset=utf-8',
      CacheControl: 'public, max-age=31536000, immutable',
    });
  });

  test('a second time puts nothing; a changed file alone is put', async () => {
    const files = await siteFiles(folder);
    await publish(client, 'bucket', files);
    expect(await publish(client, 'bucket', files)).toEqual({ put: [], unchanged: 3 });
    await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>2</title>');
    expect(await publish(client, 'bucket', files)).toEqual({ put: ['index.html'], unchanged: 2 });
  });

  test('a file that a browser would not know is refused before anything is put', async () => {
    const file = path.join(folder, 'notes.docx');
    await writeFile(file, '');
    await expect(siteFiles(folder)).rejects.toThrow('notes.docx: got a file of an unknown type');
    await rm(file);
  });
});
