import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StepFailedError } from '../errors.ts';
import { PlainFolder, type ObjectFiles } from './plain-folder.ts';

/** Addresses that begin with `uri` lie in `files`, under what follows. */
export interface Mount {
  readonly uri: string;
  readonly files: ObjectFiles;
}

/** S3 on this machine: a folder for each bucket, and other places where a mount says so. */
export class Storage {
  readonly #folder: string;
  readonly #mounts: readonly Mount[];

  constructor(folder: string, mounts: readonly Mount[] = []) {
    this.#folder = folder;
    this.#mounts = mounts
      .map(({ uri, files }) => ({ uri: `${uri.replace(/\/+$/, '')}/`, files }))
      .sort((a, b) => b.uri.length - a.uri.length);
  }

  /** Copies what lies at or below an address into a folder, as S3's prefixes do. @returns how many files. */
  async download(uri: string, folder: string): Promise<number> {
    const { files, key } = this.#place(uri);
    const keys = await files.list(key);
    await mkdir(folder, { recursive: true });
    for (const found of keys) {
      const object = await files.get(found);
      if (!object) continue;
      const target = path.join(folder, ...relative(key, found).split('/'));
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, object.body);
    }
    return keys.length;
  }

  /** Copies a folder's files below an address. Each is there whole or not at all. */
  async upload(folder: string, uri: string): Promise<void> {
    const { files, key } = this.#place(uri);
    const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      await files.put(
        `${prefix}${path.relative(folder, file).split(path.sep).join('/')}`,
        await readFile(file),
      );
    }
  }

  async put(uri: string, body: Uint8Array | string): Promise<void> {
    const { files, key } = this.#place(uri);
    await files.put(key, body);
  }

  /** @returns undefined where nothing lies there. */
  async read(uri: string): Promise<Uint8Array | undefined> {
    const { files, key } = this.#place(uri);
    return (await files.get(key))?.body;
  }

  /** Changes when anything at or below the address changes; undefined where there is nothing. */
  async fingerprint(uri: string): Promise<string | undefined> {
    const { files, key } = this.#place(uri);
    const keys = await files.list(key);
    if (keys.length === 0) return undefined;
    const hash = createHash('sha256');
    for (const found of keys) hash.update(`${found}\n${(await files.head(found))?.etag ?? ''}\n`);
    return hash.digest('hex');
  }

  #place(uri: string): { readonly files: ObjectFiles; readonly key: string } {
    const mount = this.#mounts.find((one) => `${uri}/`.startsWith(one.uri));
    if (mount) return { files: mount.files, key: uri.slice(mount.uri.length) };
    const found = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,62})(?:\/(.*))?$/.exec(uri);
    const [, bucket, key = ''] = found ?? [];
    if (bucket === undefined)
      throw new StepFailedError(`got the address ${JSON.stringify(uri)}, expected s3://bucket/key`);
    return { files: new PlainFolder(path.join(this.#folder, bucket)), key };
  }
}

/** Below a prefix, what follows it; an object that is the prefix keeps its name; `train` also means `train-1.csv` beside it. */
function relative(prefix: string, key: string): string {
  const folder = prefix.endsWith('/') || prefix === '' ? prefix : `${prefix}/`;
  if (key.startsWith(folder)) return key.slice(folder.length);
  return key.slice(prefix.lastIndexOf('/') + 1);
}
