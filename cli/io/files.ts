import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { stdin, stdout } from 'node:process';
import { UsageError } from '../errors.ts';

/** The text of a file, or of standard input for `-`. */
export async function readText(path: string): Promise<string> {
  const bytes = path === '-' ? await readStdin() : await readNamed(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(
      `${nameOf(path)}: got bytes that are not UTF-8, expected UTF-8 text; convert the file, for example with iconv`,
    );
  }
}

/** Reading a folder fails without its path: put it back, so that the message can name it. */
const readNamed = (path: string): Promise<Buffer> =>
  readFile(path).catch((error: unknown) => {
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  });

/** Writes a file whole or not at all; `-` is standard output. */
export async function writeText(path: string, text: string): Promise<void> {
  if (path === '-') {
    await new Promise<void>((resolve, reject) =>
      stdout.write(text, (error) => (error ? reject(error) : resolve())),
    );
    return;
  }
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

export const nameOf = (path: string): string => (path === '-' ? 'standard input' : path);

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks);
}
