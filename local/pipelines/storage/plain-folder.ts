import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ObjectStore } from '../../../domain/ports.ts';
import { errorCode } from '../../error-code.ts';

/** What a pipeline needs of a place for objects. */
export type ObjectFiles = Pick<ObjectStore, 'get' | 'head' | 'list'> & {
  put(key: string, body: Uint8Array | string): Promise<void>;
};

/** A folder as it lies on the disk, its files named by their path: what people look into and put their own data into. */
export class PlainFolder implements ObjectFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = path.resolve(folder);
  }

  async get(key: string) {
    const body = await unlessAbsent(readFile(this.#at(key)));
    const head = body && (await this.head(key));
    return body && head ? { body: new Uint8Array(body), etag: head.etag } : undefined;
  }

  async head(key: string) {
    const found = await unlessAbsent(stat(this.#at(key)));
    if (!found?.isFile()) return undefined;
    return { bytes: found.size, etag: `${found.size.toString(36)}-${found.mtimeMs.toString(36)}` };
  }

  async put(key: string, body: Uint8Array | string): Promise<void> {
    const target = this.#at(key);
    await mkdir(path.dirname(target), { recursive: true });
    const temporary = `${target}.${randomBytes(6).toString('hex')}.part`;
    try {
      await writeFile(temporary, body, { flag: 'wx' });
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async list(prefix: string): Promise<readonly string[]> {
    const from = this.#at(prefix.slice(0, prefix.lastIndexOf('/') + 1));
    const entries = await unlessAbsent(readdir(from, { recursive: true, withFileTypes: true }));
    return (entries ?? [])
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
      .map((entry) => path.relative(this.#folder, path.join(entry.parentPath, entry.name)))
      .map((file) => file.split(path.sep).join('/'))
      .filter((key) => key.startsWith(prefix))
      .sort();
  }

  /** @throws Error for a key that leads out of the folder. */
  #at(key: string): string {
    const file = path.resolve(this.#folder, key);
    if (file !== this.#folder && !file.startsWith(this.#folder + path.sep))
      throw new Error(`${key}: leads out of ${this.#folder}`);
    return file;
  }
}

async function unlessAbsent<T>(pending: Promise<T>): Promise<T | undefined> {
  try {
    return await pending;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw error;
  }
}
