import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Builds the console where its sources have changed since the last time: `node console/build.ts`. Nothing is done, in some
 * milliseconds, where they have not; `npm start` asks each time.
 */
const here = fileURLToPath(new URL('.', import.meta.url));
const project = path.resolve(here, '..');
const dist = path.join(here, 'dist');
const markName = '.sources';

const hash = sourcesHash();
if (builtFrom() !== hash) {
  // Whoever starts this may be a test: the page is for use.
  process.env['NODE_ENV'] = 'production';
  const { build } = await import('vite');
  // Beside the old one until it is whole: others may be serving that, or building as well.
  const outDir = path.join(here, `dist.${process.pid}`);
  try {
    await build({ configFile: path.join(here, 'vite.config.ts'), logLevel: 'error', build: { outDir } });
    writeFileSync(path.join(outDir, markName), hash);
    replaceDist(outDir);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

function builtFrom(): string | undefined {
  const mark = path.join(dist, markName);
  return existsSync(mark) ? readFileSync(mark, 'utf8') : undefined;
}

function replaceDist(outDir: string): void {
  const old = `${outDir}.old`;
  if (existsSync(dist)) renameSync(dist, old);
  try {
    renameSync(outDir, dist);
  } catch (error) {
    // Another build of the same sources was faster.
    if (builtFrom() !== hash) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

/** Of everything that a build is made from. */
function sourcesHash(): string {
  const sum = createHash('sha256');
  const files = [
    ...filesBelow(path.join(here, 'src')),
    ...filesBelow(path.join(here, 'public')),
    path.join(here, 'index.html'),
    path.join(here, 'vite.config.ts'),
    path.join(here, 'chunks.ts'),
    ...filesBelow(path.join(project, 'domain')),
    path.join(project, 'package-lock.json'),
  ].filter((file) => !/\.test\.tsx?$/.test(file));
  for (const file of files)
    sum.update(path.relative(project, file)).update('\0').update(readFileSync(file)).update('\0');
  return sum.digest('hex');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
