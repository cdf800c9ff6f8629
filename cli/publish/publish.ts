import { HeadObjectCommand, NotFound, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SiteFile } from './site-files.ts';

export interface Published {
  readonly put: readonly string[];
  readonly unchanged: number;
}

/**
 * Puts the files of a page into its bucket, each only where another content lies there. Older files stay: a page that
 * somebody has open still asks for them.
 */
export async function publish(
  client: S3Client,
  bucket: string,
  files: readonly SiteFile[],
): Promise<Published> {
  const put: string[] = [];
  for (const { key, path, contentType, cacheControl } of files) {
    const body = await readFile(path);
    const sha256 = createHash('sha256').update(body).digest('hex');
    if ((await publishedHash(client, bucket, key)) === sha256) continue;
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: contentType,
        CacheControl: cacheControl,
        Metadata: { sha256 },
      }),
    );
    put.push(key);
  }
  return { put, unchanged: files.length - put.length };
}

async function publishedHash(client: S3Client, bucket: string, key: string): Promise<string | undefined> {
  try {
    const { Metadata } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return Metadata?.['sha256'];
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
