import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../console/', import.meta.url));

export interface Console {
  /** Where its files lie, or will. */
  readonly folder: string;
  /** Resolves when they are there: true where the page can be served. */
  readonly ready: Promise<boolean>;
}

/**
 * The web page, built in a process of its own where its sources have changed since the last time (some seconds), else just as
 * it lies there. Where it cannot be built (packages for development left out), the last build is served, or the API alone.
 */
export function prepareConsole(): Console {
  const dist = path.join(folder, 'dist');
  return { folder: dist, ready: built(dist) };
}

async function built(dist: string): Promise<boolean> {
  const build = spawn(process.execPath, [path.join(folder, 'build.ts')], { stdio: 'ignore' });
  await once(build, 'close').catch(() => undefined);
  return existsSync(path.join(dist, 'index.html'));
}
