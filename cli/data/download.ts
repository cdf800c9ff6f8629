import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FetchError, networkReason } from './errors.ts';
import type { RemoteFile } from './sources.ts';

/** A server that says nothing for so long is gone. */
const silenceSeconds = 60;

export interface Downloaded {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** How many of them lay there from a download that was cut short. */
  readonly resumedFrom: number;
  /** Whether a checksum was known that it could be held against. */
  readonly checked: boolean;
}

/**
 * Downloads a file into a folder, whole or not at all. What an interrupted download has left (`NAME.part`) is gone on with where
 * the server still has the very same file.
 * @throws FetchError where the server cannot be reached, or the file is not the expected one.
 */
export async function download(
  file: RemoteFile,
  folder: string,
  onBytes: (done: number, all: number | undefined) => void = () => undefined,
): Promise<Downloaded> {
  await mkdir(folder, { recursive: true });
  const target = path.join(folder, file.name);
  const part = `${target}.part`;
  const tagFile = `${target}.part-tag`;
  const tag = await readFile(tagFile, 'utf8').catch(() => undefined);
  const have =
    tag === undefined
      ? 0
      : await stat(part).then(
          ({ size }) => size,
          () => 0,
        );
  const answer = await ask(file, have > 0 && tag !== undefined ? { from: have, tag } : undefined);
  const resumed = answer.status === 206;
  if (!resumed) await writeFile(part, '');
  const newTag = answer.headers.get('etag') ?? answer.headers.get('last-modified');
  if (newTag === null || newTag.startsWith('W/')) await rm(tagFile, { force: true });
  else await writeFile(tagFile, newTag);
  await append(answer, part, file, resumed ? have : 0, onBytes);

  const { sha256, md5, bytes } = await sumsOf(part);
  const wrong = differs(file, { sha256, md5 }, bytes);
  if (wrong !== undefined) {
    await Promise.all([part, tagFile].map((name) => rm(name, { force: true })));
    throw new FetchError(`${file.name}: ${wrong}; it was thrown away, try again`);
  }
  await rename(part, target);
  await rm(tagFile, { force: true });
  return {
    path: target,
    sha256,
    bytes,
    resumedFrom: resumed ? have : 0,
    checked: file.checksum !== undefined,
  };
}

async function ask(
  file: RemoteFile,
  rest: { readonly from: number; readonly tag: string } | undefined,
): Promise<Response> {
  const headers = rest ? { range: `bytes=${rest.from}-`, 'if-range': rest.tag } : {};
  const answer = await fetch(file.url, { headers: { ...headers, 'accept-encoding': 'identity' } }).catch(
    (error: unknown) => {
      throw unreachable(file, error);
    },
  );
  if (answer.status === 416) {
    // What lies there is longer than the file: it is of another one.
    await answer.body?.cancel();
    return ask(file, undefined);
  }
  if (answer.status !== 200 && answer.status !== 206) {
    await answer.body?.cancel();
    throw new FetchError(`${file.url}: got status ${answer.status}, expected the file ${file.name}`);
  }
  return answer;
}

async function append(
  answer: Response,
  part: string,
  file: RemoteFile,
  have: number,
  onBytes: (done: number, all: number | undefined) => void,
): Promise<void> {
  const length = Number(answer.headers.get('content-length') ?? Number.NaN);
  const all = Number.isNaN(length) ? undefined : have + length;
  const out = await open(part, 'a');
  let done = have;
  try {
    // Fetch gives bytes; its type does not say so.
    const reader = answer.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
    while (reader) {
      const { done: ended, value } = await inTime(reader.read());
      if (ended) break;
      await out.write(value);
      done += value.byteLength;
      onBytes(done, all);
    }
  } catch (error) {
    throw new FetchError(
      `${file.name}: the download was cut short after ${done} bytes (${networkReason(error)}); run it again, it goes on from there`,
      { cause: error },
    );
  } finally {
    await out.close();
  }
  if (all !== undefined && done !== all)
    throw new FetchError(
      `${file.name}: got ${done} of ${all} bytes, expected all; run it again, it goes on from there`,
    );
}

async function inTime<T>(reading: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(Object.assign(new Error('silence'), { code: `nothing for ${silenceSeconds} s` })),
    silenceSeconds * 1000,
  );
  return Promise.race([reading, promise]).finally(() => clearTimeout(timer));
}

const unreachable = (file: RemoteFile, error: unknown): FetchError =>
  new FetchError(
    `${new URL(file.url).host}: got no answer (${networkReason(error)}), expected ${file.name}; connect to the network, give a mirror by --mirror, or download ${file.url} by hand`,
    { cause: error },
  );

async function sumsOf(
  name: string,
): Promise<{ readonly sha256: string; readonly md5: string; readonly bytes: number }> {
  const sha256 = createHash('sha256');
  // What Dataverse states; it guards against damage, not against malice.
  const md5 = createHash('md5');
  let bytes = 0;
  for await (const chunk of createReadStream(name)) {
    const piece = chunk as Buffer; // A stream without an encoding gives buffers.
    sha256.update(piece);
    md5.update(piece);
    bytes += piece.byteLength;
  }
  return { sha256: sha256.digest('hex'), md5: md5.digest('hex'), bytes };
}

function differs(
  { checksum, bytes: expectedBytes }: RemoteFile,
  sums: { readonly sha256: string; readonly md5: string },
  bytes: number,
): string | undefined {
  if (expectedBytes !== undefined && bytes !== expectedBytes)
    return `got ${bytes} bytes, expected ${expectedBytes}`;
  if (checksum && sums[checksum.algorithm] !== checksum.hex)
    return `got ${checksum.algorithm} ${sums[checksum.algorithm]}, expected ${checksum.hex}`;
  return undefined;
}
