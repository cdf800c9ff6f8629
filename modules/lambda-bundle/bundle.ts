import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { type Aliases, compile, compilerId, type Prepared } from './compile.ts';
import { zip } from './zip.ts';

export interface BundleEntry {
  /** The folder's name under `outDir`. */
  readonly name: string;
  /** Absolute path of the file that exports `handler`. */
  readonly entryPath: string;
}

export interface BundleFolders {
  /** Absolute; paths in the cache are relative to it, so that it may be moved. */
  readonly rootDir: string;
  /** Absolute; `.cache/bundles` under the root unless given. Holds `<name>/index.mjs`, `code.zip` and `manifest.json`. */
  readonly outDir?: string;
  /** Packages that every bundle takes from elsewhere. */
  readonly aliases?: Aliases;
  /** Files of which every bundle takes this text instead. */
  readonly prepared?: Prepared;
}

export interface Bundle {
  readonly name: string;
  /** The code alone, for running and measuring it. */
  readonly codePath: string;
  readonly zipPath: string;
  /** SHA-256 of the zip, base64. */
  readonly sha256Base64: string;
  readonly codeBytes: number;
  /** False where it had to be made anew. */
  readonly fromCache: boolean;
}

interface Manifest {
  readonly compiler: string;
  readonly entry: string;
  /** SHA-256 of each file that went in, hexadecimal. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly sha256Base64: string;
  readonly codeBytes: number;
}

/** Reads each file once, however many bundles it goes into. */
type HashOfFile = (path: string) => Promise<string | undefined>;

/**
 * Bundles functions, each into one ES module and a zip, several at a time. A bundle whose sources, packages and compiler
 * have not changed is taken as it lies there.
 * @throws BundleError that names the function and holds esbuild's message.
 */
export async function bundleFunctions(
  entries: readonly BundleEntry[],
  folders: BundleFolders,
): Promise<readonly Bundle[]> {
  const hashOfFile = rememberingHash();
  const bundles: Bundle[] = [];
  const waiting = [...entries.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      bundles[next[0]] = await bundleOne(next[1], folders, hashOfFile);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return bundles;
}

/** All at once would be no faster and hold the SDK in memory for each of them, 3 GB for thirty functions. */
const atOnce = availableParallelism();

class BundleError extends Error {
  override readonly name = 'BundleError';
}

async function bundleOne(
  entry: BundleEntry,
  { rootDir, outDir = join(rootDir, '.cache/bundles'), aliases = {}, prepared = {} }: BundleFolders,
  hashOfFile: HashOfFile,
): Promise<Bundle> {
  const folder = join(outDir, entry.name);
  const paths = { codePath: join(folder, 'index.mjs'), zipPath: join(folder, 'code.zip') };
  const wanted = {
    compiler: compilerOf({ aliases, prepared }, rootDir),
    entry: relative(rootDir, entry.entryPath),
  };
  const cached = await readManifest(folder);
  const fresh = cached !== undefined && (await isFresh(cached, wanted, rootDir, paths.zipPath, hashOfFile));
  const manifest = fresh
    ? cached
    : await make(entry, wanted, { rootDir, folder, aliases, prepared }, paths, hashOfFile);
  const { sha256Base64, codeBytes } = manifest;
  return { name: entry.name, ...paths, sha256Base64, codeBytes, fromCache: fresh };
}

async function isFresh(
  manifest: Manifest,
  wanted: Pick<Manifest, 'compiler' | 'entry'>,
  rootDir: string,
  zipPath: string,
  hashOfFile: HashOfFile,
): Promise<boolean> {
  if (manifest.compiler !== wanted.compiler || manifest.entry !== wanted.entry) return false;
  const archive = await readFile(zipPath).catch(() => undefined);
  if (archive === undefined || sha256(archive, 'base64') !== manifest.sha256Base64) return false;
  const same = await Promise.all(
    Object.entries(manifest.inputs).map(
      async ([path, hash]) => (await hashOfFile(join(rootDir, path))) === hash,
    ),
  );
  return same.every((isSame) => isSame);
}

async function make(
  entry: BundleEntry,
  wanted: Pick<Manifest, 'compiler' | 'entry'>,
  { rootDir, folder, ...replaced }: { readonly rootDir: string; readonly folder: string } & Replaced,
  paths: { readonly codePath: string; readonly zipPath: string },
  hashOfFile: HashOfFile,
): Promise<Manifest> {
  const { code, inputs } = await compile(entry.entryPath, rootDir, replaced).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BundleError(`function ${entry.name} (${entry.entryPath}) cannot be bundled: ${why}`, { cause });
  });
  const content = Buffer.from(code, 'utf8');
  const archive = zip([{ name: 'index.mjs', content }]);
  const hashes = await Promise.all(
    inputs.map(async (path) => [path, await hashOfFile(join(rootDir, path))] as const),
  );
  const manifest: Manifest = {
    ...wanted,
    // What is no file (a module that a package switches off for Node) has no hash.
    inputs: Object.fromEntries(hashes.filter((pair): pair is [string, string] => pair[1] !== undefined)),
    sha256Base64: sha256(archive, 'base64'),
    codeBytes: content.length,
  };
  await mkdir(folder, { recursive: true });
  await put(paths.codePath, content);
  await put(paths.zipPath, archive);
  // Last: a manifest without its zip would be believed.
  await put(manifestPath(folder), JSON.stringify(manifest));
  return manifest;
}

/** What a bundle takes from elsewhere than its sources say. */
type Replaced = Required<Pick<BundleFolders, 'aliases' | 'prepared'>>;

/** Another target of an alias, or another text of a prepared file, is another bundle. */
const compilerOf = ({ aliases, prepared }: Replaced, rootDir: string): string =>
  [
    compilerId,
    ...Object.entries(aliases).map(([name, path]) => `${name}=${relative(rootDir, path)}`),
    ...Object.entries(prepared).map(
      ([path, text]) => `${relative(rootDir, path)}=${sha256(Buffer.from(text), 'hex')}`,
    ),
  ].join(', ');

const manifestPath = (folder: string): string => join(folder, 'manifest.json');

async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(manifestPath(folder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isManifest(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isManifest = (value: unknown): value is Manifest =>
  typeof value === 'object' &&
  value !== null &&
  'compiler' in value &&
  'entry' in value &&
  'inputs' in value &&
  typeof value.inputs === 'object' &&
  value.inputs !== null &&
  'sha256Base64' in value &&
  'codeBytes' in value;

/** Whole or not at all, also where two processes write the same bundle. */
async function put(path: string, content: Buffer | string): Promise<void> {
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}

function rememberingHash(): HashOfFile {
  const known = new Map<string, Promise<string | undefined>>();
  return (path) => {
    const hash =
      known.get(path) ??
      readFile(path).then(
        (content) => sha256(content, 'hex'),
        () => undefined,
      );
    known.set(path, hash);
    return hash;
  };
}

const sha256 = (content: Buffer, encoding: 'hex' | 'base64'): string =>
  createHash('sha256').update(content).digest(encoding);
