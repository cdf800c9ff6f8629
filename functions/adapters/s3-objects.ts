import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { checkedObjectKey } from '../../domain/ids/object-key.ts';
import { ConditionFailedError, type ObjectStore, type StoredObject } from '../../domain/ports.ts';
import { clientSettings } from './clients.ts';
import { bucketOfObject } from './contract.ts';
import { parseEnvironment, type Environment } from './environment.ts';
import { calling, errorName, portError } from './errors.ts';

/** ObjectStore on S3: one bucket or one for each room, under a prefix where one is given. */
class S3Objects implements ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  /** '' or `a/b/`. */
  readonly #prefix: string;

  constructor(client: S3Client, bucket: string, prefix = '') {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix === '' ? '' : `${checkedObjectKey(prefix)}/`;
  }

  async get(key: string): Promise<StoredObject | undefined> {
    const place = this.#place(key);
    return orUndefined('reading an object', async () => {
      const { Body, ETag } = await this.#client.send(new GetObjectCommand(place));
      if (!Body) throw new Error('S3 gave an object without a body');
      return { body: await Body.transformToByteArray(), etag: ETag ?? '' };
    });
  }

  async head(key: string): Promise<{ bytes: number; etag: string } | undefined> {
    const place = this.#place(key);
    return orUndefined('looking for an object', async () => {
      const { ContentLength, ETag } = await this.#client.send(new HeadObjectCommand(place));
      return { bytes: ContentLength ?? 0, etag: ETag ?? '' };
    });
  }

  async put(
    key: string,
    body: Uint8Array | string,
    options: { readonly ifAbsent?: boolean; readonly contentType?: string } = {},
  ): Promise<void> {
    const command = new PutObjectCommand({
      ...this.#place(key),
      // Bytes: the SDK takes an empty text for a stream of unknown length.
      Body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
      ...(options.ifAbsent && { IfNoneMatch: '*' }),
      ...(options.contentType !== undefined && { ContentType: options.contentType }),
    });
    try {
      await this.#client.send(command);
    } catch (error) {
      // A lost race is 412; a race that is still on is 409 ConditionalRequestConflict: somebody else is writing it.
      const taken = ['PreconditionFailed', 'ConditionalRequestConflict'].includes(errorName(error));
      if (options.ifAbsent && taken) throw new ConditionFailedError(`object ${key}`);
      throw portError(error, 'writing an object');
    }
  }

  /** With a bucket for each room, the first part of the prefix is whole. */
  async list(prefix: string): Promise<readonly string[]> {
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const after: string | undefined = token;
      const page = await calling('listing objects', () =>
        this.#client.send(
          new ListObjectsV2Command({
            Bucket: bucketOfObject(this.#bucket, prefix),
            Prefix: this.#prefix + prefix,
            ...(after !== undefined && { ContinuationToken: after }),
          }),
        ),
      );
      for (const { Key } of page.Contents ?? [])
        if (Key !== undefined) keys.push(Key.slice(this.#prefix.length));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return keys;
  }

  async delete(key: string): Promise<void> {
    const place = this.#place(key);
    await calling('deleting an object', () => this.#client.send(new DeleteObjectCommand(place)));
  }

  #place(key: string): { Bucket: string; Key: string } {
    return { Bucket: bucketOfObject(this.#bucket, key), Key: this.#prefix + checkedObjectKey(key) };
  }
}

/** GetObject says NoSuchKey, HeadObject has no body to say it in and is NotFound. A missing bucket is an error. */
async function orUndefined<T>(doing: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (['NoSuchKey', 'NotFound'].includes(errorName(error))) return undefined;
    throw portError(error, doing);
  }
}

const schema = z.object({
  OBJECTS_BUCKET: z.string().check(z.minLength(3)),
  OBJECTS_PREFIX: z.optional(z.string()),
});

/** Snapshots and models take longer than an API's answer: 50 MB at 5 MB/s. */
const transferTimeoutMs = 15_000;

/** @throws InvalidInputError that names a missing variable. */
export function s3Objects(environment: Environment): ObjectStore {
  const { OBJECTS_BUCKET, OBJECTS_PREFIX } = parseEnvironment(schema, environment, 'the object store');
  const client = new S3Client(clientSettings({ requestTimeoutMs: transferTimeoutMs }));
  return new S3Objects(client, OBJECTS_BUCKET, OBJECTS_PREFIX);
}
