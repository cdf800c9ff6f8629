import { randomBytes } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConditionFailedError, type ObjectStore, type StoredObject } from '../../domain/ports.ts';
import { errorCode } from '../error-code.ts';
import { keyOfPath, pathOfKey } from './object-paths.ts';

interface FolderOptions {
  /** Flush each object to the disk before it gets its name; default false (it survives `kill -9`, not a power cut). */
  readonly fsync?: boolean;
}

/**
 * ObjectStore in a folder. A body is written under a temporary name and then renamed: a reader, and a process that starts
 * after a crash, sees a whole object or none.
 */
export class FolderObjectStore implements ObjectStore {
  readonly #files: string;
  readonly #temporary: string;
  readonly #fsync: boolean;

  constructor(folder: string, options: FolderOptions = {}) {
    this.#files = path.join(folder, 'files');
    this.#temporary = path.join(folder, 'temporary');
    this.#fsync = options.fsync ?? false;
  }

  async get(key: string): Promise<StoredObject | undefined> {
    const file = await unlessAbsent(open(this.#at(key)));
    if (!file) return undefined;
    try {
      return { etag: etagOf(await file.stat({ bigint: true })), body: await file.readFile() };
    } finally {
      await file.close();
    }
  }

  async head(key: string): Promise<{ readonly bytes: number; readonly etag: string } | undefined> {
    const found = await unlessAbsent(stat(this.#at(key), { bigint: true }));
    return found?.isFile() ? { bytes: Number(found.size), etag: etagOf(found) } : undefined;
  }

  async put(
    key: string,
    body: Uint8Array | string,
    options: { readonly ifAbsent?: boolean; readonly contentType?: string } = {},
  ): Promise<void> {
    const target = this.#at(key);
    const temporary = await this.#writeTemporary(body);
    try {
      await mkdir(path.dirname(target), { recursive: true });
      if (options.ifAbsent) await link(temporary, target);
      else await rename(temporary, target);
    } catch (error) {
      if (options.ifAbsent && errorCode(error) === 'EEXIST') throw new ConditionFailedError('object');
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async list(prefix: string): Promise<readonly string[]> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const from = folder === '' ? '' : path.dirname(pathOfKey(`${folder}x`));
    const names = await unlessAbsent(
      readdir(path.join(this.#files, from), { recursive: true, withFileTypes: true }),
    );
    return (names ?? [])
      .filter((entry) => entry.isFile())
      .map((entry) => keyOfPath(path.relative(this.#files, path.join(entry.parentPath, entry.name))))
      .filter((key) => key.startsWith(prefix))
      .sort();
  }

  async delete(key: string): Promise<void> {
    await rm(this.#at(key), { force: true });
  }

  /** Removes what a crash left half written. */
  async tidy(): Promise<void> {
    await rm(this.#temporary, { recursive: true, force: true });
  }

  async #writeTemporary(body: Uint8Array | string): Promise<string> {
    const name = path.join(this.#temporary, randomBytes(12).toString('hex'));
    await mkdir(this.#temporary, { recursive: true });
    const file = await open(name, 'wx', 0o600);
    try {
      await file.writeFile(body);
      if (this.#fsync) await file.sync();
    } finally {
      await file.close();
    }
    return name;
  }

  #at(key: string): string {
    return path.join(this.#files, pathOfKey(key));
  }
}

/** Each put makes a new file, so that its number with its time names one body. */
const etagOf = (stats: BigIntStats): string =>
  [stats.ino, stats.mtimeNs, stats.size].map((part) => part.toString(36)).join('-');

async function unlessAbsent<T>(pending: Promise<T>): Promise<T | undefined> {
  try {
    return await pending;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
