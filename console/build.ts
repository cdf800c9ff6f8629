import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Builds the console where its sources have changed since the last time: `node console/build.ts`. Nothing is done, in some
 * milliseconds, where they have not; `npm start` asks each time.
 */
const here = fileURLToPath(new URL('.', import.meta.url));
const project = path.resolve(here, '..');
const mark = path.join(here, 'dist', '.sources');

const hash = sourcesHash();
if (!existsSync(mark) || readFileSync(mark, 'utf8') !== hash) {
  const { build } = await import('vite');
  await build({ configFile: path.join(here, 'vite.config.ts'), logLevel: 'error' });
  writeFileSync(mark, hash);
}

/** Of everything that a build is made from. */
function sourcesHash(): string {
  const sum = createHash('sha256');
  const files = [
    ...filesBelow(path.join(here, 'src')),
    ...filesBelow(path.join(here, 'public')),
    path.join(here, 'index.html'),
    path.join(here, 'vite.config.ts'),
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
