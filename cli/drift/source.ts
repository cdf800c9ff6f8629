import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { stdin } from 'node:process';
import { nameOf } from '../io/files.ts';

/**
 * A file, or standard input for `-`, as chunks of bytes. A chunk may be overwritten when the next one is asked for.
 */
export interface ByteSource {
  readonly what: string;
  /** ISO 8601: when the file was last written; now for standard input. */
  readonly modifiedAt: string;
  readonly chunks: AsyncIterator<Uint8Array>;
}

const chunkBytes = 2 ** 20;

/** Opens at once, so that a missing file fails here. Throws Node's file errors. */
export function openSource(path: string): ByteSource {
  if (path === '-') {
    return { what: nameOf(path), modifiedAt: new Date().toISOString(), chunks: stdinChunks() };
  }
  const file = openSync(path, 'r');
  return { what: path, modifiedAt: fstatSync(file).mtime.toISOString(), chunks: fileChunks(file, path) };
}

/** Plain blocking reads: nothing else waits in this thread, and they are the fastest. */
async function* fileChunks(file: number, path: string): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(chunkBytes);
  try {
    for (;;) {
      const length = readOrSay(file, buffer, path);
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

function readOrSay(file: number, buffer: Uint8Array, path: string): number {
  try {
    return readSync(file, buffer);
  } catch (error) {
    // Reads know no path (a folder opens, and fails here), and the message for people needs it.
    if (error instanceof Error) Object.assign(error, { path });
    throw error;
  }
}

async function* stdinChunks(): AsyncGenerator<Uint8Array> {
  for await (const chunk of stdin) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
}
