import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { checkedObjectKey } from '../../../../domain/ids/object-key.ts';

/** A folder, or a prefix of a bucket. Names are `a/b/c` below it. */
export interface Place {
  /** For people. */
  readonly uri: string;
  /** Undefined where there is no such file. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Whole or not at all. */
  write(name: string, body: string, contentType: string): Promise<void>;
  /** All names that begin so, in order. */
  list(prefix: string): Promise<string[]>;
  /** A path of this machine where the file lies, after it was brought into `scratch` if need be. */
  fetch(name: string, scratch: string): Promise<string>;
}

const s3Uri = /^s3:\/\/([^/]+)\/?(.*?)\/?$/;

/** The place that a setting names. @param s3 made when first needed. */
export function placeAt(uri: string, s3: () => S3Client): Place {
  const found = s3Uri.exec(uri);
  return found ? new BucketPlace(uri, s3(), found[1]!, found[2]!) : new FolderPlace(uri);
}

/** One file by its own URI. Undefined where there is none. */
export function readAt(uri: string, s3: () => S3Client): Promise<Uint8Array | undefined> {
  const at = uri.lastIndexOf('/');
  return placeAt(at < 0 ? '.' : uri.slice(0, at), s3).read(uri.slice(at + 1));
}

class FolderPlace implements Place {
  readonly uri: string;
  constructor(folder: string) {
    this.uri = folder;
  }

  async read(name: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(path.join(this.uri, checkedObjectKey(name)));
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  async write(name: string, body: string): Promise<void> {
    const target = path.join(this.uri, checkedObjectKey(name));
    await mkdir(path.dirname(target), { recursive: true });
    const part = `${target}.${process.pid}.part`;
    await writeFile(part, body);
    await rename(part, target);
  }

  async list(prefix: string): Promise<string[]> {
    try {
      const entries = await readdir(this.uri, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) =>
          path.relative(this.uri, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
        )
        .filter((name) => name.startsWith(prefix))
        .sort();
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  }

  async fetch(name: string): Promise<string> {
    return path.join(this.uri, name);
  }
}

class BucketPlace implements Place {
  readonly uri: string;
  readonly #s3: S3Client;
  readonly #bucket: string;
  /** '' or `a/b/`. */
  readonly #prefix: string;

  constructor(uri: string, s3: S3Client, bucket: string, prefix: string) {
    this.uri = uri;
    this.#s3 = s3;
    this.#bucket = bucket;
    this.#prefix = prefix === '' ? '' : `${prefix}/`;
  }

  async read(name: string): Promise<Uint8Array | undefined> {
    try {
      const command = new GetObjectCommand({
        Bucket: this.#bucket,
        Key: this.#prefix + checkedObjectKey(name),
      });
      const { Body } = await this.#s3.send(command);
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  async write(name: string, body: string, contentType: string): Promise<void> {
    await this.#s3.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: this.#prefix + checkedObjectKey(name),
        // Bytes: the SDK takes an empty text for a stream of unknown length.
        Body: new TextEncoder().encode(body),
        ContentType: contentType,
      }),
    );
  }

  async list(prefix: string): Promise<string[]> {
    const names: string[] = [];
    let token: string | undefined;
    do {
      const page = await this.#s3.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: this.#prefix + prefix,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      );
      for (const { Key } of page.Contents ?? [])
        if (Key !== undefined) names.push(Key.slice(this.#prefix.length));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return names.sort();
  }

  async fetch(name: string, scratch: string): Promise<string> {
    const target = path.join(scratch, name);
    const body = await this.read(name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, body ?? new Uint8Array());
    return target;
  }
}

// Not by instanceof: under a test runner the errors of Node's own modules are of another realm.
const isAbsent = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'ENOENT' || error.code === 'ENOTDIR');
