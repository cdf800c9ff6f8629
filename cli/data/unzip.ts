import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { FetchError } from './errors.ts';

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly offset: number;
}

/** Signatures, and the fixed lengths of records (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.16). */
const endSignature = 0x06054b50;
const endBytes = 22;
const entrySignature = 0x02014b50;
const entryBytes = 46;
const localBytes = 30;
const longestComment = 65_535;
/** All of them together; an archive that says more is a bomb, or not ours. */
const largestBytes = 20 * 2 ** 30;
const stored = 0;
const deflated = 8;

/**
 * Unpacks the wanted entries of a zip into a folder, each under its own last name: where the archive wants it to lie is not asked.
 * Archives above 4 GiB (Zip64) are not read.
 * @returns how many.
 * @throws FetchError for a damaged archive, or where two entries have one name.
 */
export async function unzip(archive: string, folder: string, wanted: RegExp): Promise<number> {
  const file = await open(archive);
  try {
    const entries = (await directoryOf(file, archive)).filter(({ name }) => wanted.test(name));
    const names = entries.map(({ name }) => path.posix.basename(name));
    if (new Set(names).size !== names.length)
      throw damaged(archive, 'two entries with one name', 'each name once');
    if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > largestBytes)
      throw damaged(archive, 'more than 20 GiB in it', 'less');
    await mkdir(folder, { recursive: true });
    for (const [i, entry] of entries.entries())
      await extract(file, archive, entry, path.join(folder, names[i] ?? ''));
    return entries.length;
  } finally {
    await file.close();
  }
}

async function directoryOf(file: FileHandle, archive: string): Promise<Entry[]> {
  const { size } = await file.stat();
  const tail = await readAt(
    file,
    Math.max(0, size - endBytes - longestComment),
    Math.min(size, endBytes + longestComment),
  );
  let end = tail.length - endBytes;
  while (end >= 0 && tail.readUInt32LE(end) !== endSignature) end -= 1;
  if (end < 0) throw damaged(archive, 'no directory of entries', 'a whole zip file');
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (start + length > size)
    throw damaged(archive, 'a directory that lies outside of it', 'a whole zip file');
  const directory = await readAt(file, start, length);
  const entries: Entry[] = [];
  for (let at = 0, i = 0; i < count; i += 1) {
    if (at + entryBytes > directory.length || directory.readUInt32LE(at) !== entrySignature)
      throw damaged(archive, `${i} readable entries`, String(count));
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) =>
      directory.readUInt16LE(at + place),
    );
    entries.push({
      name: directory.toString('utf8', at + entryBytes, at + entryBytes + nameLength!),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += entryBytes + nameLength! + extraLength! + commentLength!;
  }
  return entries;
}

async function extract(file: FileHandle, archive: string, entry: Entry, target: string): Promise<void> {
  const local = await readAt(file, entry.offset, localBytes);
  if (local.length < localBytes) throw damaged(archive, `no ${entry.name}`, 'a whole zip file');
  const start = entry.offset + localBytes + local.readUInt16LE(26) + local.readUInt16LE(28);
  if (entry.method !== stored && entry.method !== deflated)
    throw damaged(archive, `method ${entry.method} for ${entry.name}`, 'stored or deflated');
  let crc = 0;
  let bytes = 0;
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      crc = crc32(chunk, crc);
      bytes += chunk.length;
      // It must not unpack to more than it says it does.
      done(bytes > entry.bytes ? new Error('longer than it says') : null, chunk);
    },
  });
  const source = file.createReadStream({ start, end: start + entry.packedBytes - 1, autoClose: false });
  const partial = `${target}.part`;
  try {
    if (entry.packedBytes === 0) await pipeline([], check, createWriteStream(partial));
    else if (entry.method === stored) await pipeline(source, check, createWriteStream(partial));
    else await pipeline(source, createInflateRaw(), check, createWriteStream(partial));
    if (crc !== entry.crc || bytes !== entry.bytes) throw new Error('another checksum');
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw damaged(archive, `a damaged ${entry.name}`, 'what its checksum says', error);
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

const damaged = (archive: string, got: string, expected: string, cause?: unknown): FetchError =>
  new FetchError(
    `${path.basename(archive)}: got ${got}, expected ${expected}; delete it and fetch it again`,
    cause === undefined ? {} : { cause },
  );
