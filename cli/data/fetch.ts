import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors.ts';
import { writeText } from '../io/files.ts';
import { dataverseFiles } from './dataverse.ts';
import { download } from './download.ts';
import { FetchError } from './errors.ts';
import { sources, type RemoteFile, type Source } from './sources.ts';
import { unzip } from './unzip.ts';

export interface FetchOptions {
  readonly useCase: string;
  /** Folder in the place of the application's own. */
  readonly to?: string;
  /** Address below which the files lie under their names, in the place of the publisher's. */
  readonly mirror?: string;
  /** Sources in the place of the project's own. */
  readonly from?: Readonly<Record<string, Source>>;
  readonly say?: (line: string) => void;
}

/** Beside the data: what was downloaded, so that a second run sees that all is there, and a first use is a use for good. */
const noteName = '.fetched.json';

interface Note {
  readonly [name: string]: { readonly sha256: string; readonly bytes: number };
}

/**
 * `modelkeep data fetch USE-CASE`: the public data of an application, checked and unpacked. What lies there already stays.
 * @throws UsageError for an application that fetches none; FetchError where it cannot be had.
 */
export async function fetchData(options: FetchOptions): Promise<void> {
  const { useCase, mirror, say = (line) => void process.stdout.write(`${line}\n`) } = options;
  const known = options.from ?? sources;
  const source = Object.hasOwn(known, useCase) ? known[useCase] : undefined;
  if (!source)
    throw new UsageError(
      `${useCase}: got an application whose data is part of the project, expected one of ${Object.keys(known).join(', ')}`,
    );
  say(source.attribution);
  const folder = path.resolve(options.to ?? source.folder);
  const noteFile = path.join(folder, noteName);
  const note: Note = existsSync(noteFile) ? parseNote(await readFile(noteFile, 'utf8')) : {};
  const files = mirror === undefined ? await filesOf(source) : mirrored(source, mirror);
  for (const file of files) {
    const before = note[file.name];
    if (before && (await liesThere(folder, file, source))) {
      say(`${file.name}: is there`);
      continue;
    }
    const expected = file.checksum ?? (before && { algorithm: 'sha256' as const, hex: before.sha256 });
    const got = await download({ ...file, checksum: expected }, folder, progress(file.name));
    const how = got.checked ? 'its checksum is right' : 'no checksum is published: noted for the next time';
    const from = got.resumedFrom > 0 ? `, gone on with from byte ${got.resumedFrom}` : '';
    say(`${file.name}: ${got.bytes} bytes${from}; ${how}`);
    if (source.unpack && file.name.endsWith('.zip')) {
      const count = await unzip(got.path, path.join(folder, source.unpack.into), source.unpack.entries);
      if (count === 0)
        throw new FetchError(`${file.name}: got nothing that matches ${source.unpack.entries.source} in it`);
      await rm(got.path);
      say(`${file.name}: ${count} files unpacked`);
    }
    Object.assign(note, { [file.name]: { sha256: got.sha256, bytes: got.bytes } });
    await writeText(noteFile, `${JSON.stringify(note, null, 1)}\n`);
  }
  say(`data of ${useCase}: ${path.relative('.', folder)}`);
  if (source.next !== undefined) say(source.next);
}

const filesOf = async ({ files }: Source): Promise<readonly RemoteFile[]> =>
  'dataverse' in files ? dataverseFiles(files) : files;

function mirrored({ files }: Source, mirror: string): RemoteFile[] {
  const base = URL.parse(mirror.endsWith('/') ? mirror : `${mirror}/`);
  if (!base) throw new UsageError(`--mirror: got ${mirror.slice(0, 80)}, expected an address (https://…)`);
  return 'dataverse' in files
    ? Object.values(files.take).map((name) => ({ name, url: new URL(name, base).href }))
    : files.map((file) => ({ ...file, url: new URL(file.name, base).href }));
}

/** An archive is gone once it was unpacked: then what came of it must lie there. */
async function liesThere(folder: string, file: RemoteFile, { unpack }: Source): Promise<boolean> {
  if (!unpack || !file.name.endsWith('.zip')) return existsSync(path.join(folder, file.name));
  const found = await readdir(path.join(folder, unpack.into)).catch(() => []);
  return found.some((name) => unpack.entries.test(name));
}

function parseNote(text: string): Note {
  try {
    // Written by this program; a damaged one is as none.
    return JSON.parse(text) as Note;
  } catch {
    return {};
  }
}

/** A line that is written over, for people only. */
function progress(name: string): (done: number, all: number | undefined) => void {
  if (!process.stderr.isTTY) return () => undefined;
  let told = 0;
  return (done, all) => {
    if (done - told < 2 ** 22 && done !== all) return;
    told = done;
    const share = all === undefined ? '' : ` of ${(all / 1e6).toFixed(1)}`;
    process.stderr.write(`\r${name}: ${(done / 1e6).toFixed(1)}${share} MB${done === all ? '\n' : ''}`);
  };
}
