import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Checkov could not do its work. */
export class CheckovError extends Error {
  override readonly name = 'CheckovError';
}

export const python = path.resolve(import.meta.dirname, '../../../.venv/checkov/bin/python');

export const isCheckovThere = (): boolean => existsSync(python);

const limitMs = 10 * 60 * 1000;

/**
 * The JSON report of the pinned Checkov on plan files, in one run (5 s, and about 1 s for each hundred resources).
 * It downloads nothing and sends nothing. A plan holds secrets in clear: no copy is made.
 * @throws CheckovError where it ends with anything but "all passed" (0) or "some failed" (1), or takes ten minutes.
 */
export async function runCheckov(files: readonly string[]): Promise<string> {
  // In an empty folder, so that no settings file of the surroundings takes checks away.
  const folder = await mkdtemp(path.join(tmpdir(), 'checkov-'));
  try {
    return await output(
      [
        ...['-m', 'checkov.main', '--framework', 'terraform_plan', '--skip-download', '--compact'],
        ...['--quiet', '-o', 'json', '-f', ...files.map((file) => path.resolve(file))],
      ],
      folder,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Would redirect imports, or make Checkov report to a service. */
const notInherited = /^(PYTHON|BC_|PRISMA_|CKV_|CHECKOV_|BRIDGECREW)/;

function output(args: readonly string[], cwd: string): Promise<string> {
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !notInherited.test(name))),
    HOME: cwd,
    LOG_LEVEL: 'ERROR',
  };
  return new Promise((resolve, reject) => {
    const child = spawn(python, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (cause) =>
      reject(new CheckovError(`Checkov did not start: ${cause.message}`, { cause })),
    );
    child.on('close', (code, signal) => {
      if (code === 0 || code === 1) {
        resolve(Buffer.concat(out).toString('utf8'));
        return;
      }
      const last = Buffer.concat(err).toString('utf8').trim().split('\n').slice(-3).join(' ');
      const how = code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with ${code}`;
      reject(new CheckovError(`Checkov ${how}, expected 0 or 1: ${last === '' ? 'it said nothing' : last}`));
    });
  });
}
