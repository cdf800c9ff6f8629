import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.join(import.meta.dirname, '../..');
const python = path.join(root, '.venv/aws-cli/bin/python');
const runbook = readFileSync(path.join(root, 'docs/runbook.md'), 'utf8');

/** True where the pinned AWS CLI is installed. Where not, the test says so and skips; with REQUIRE_ALL=1 it fails. */
export function awsCliOrSkip(): boolean {
  if (existsSync(python)) return true;
  const missing = '.venv/aws-cli is missing; run "npm run setup:python -- aws-cli"';
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(missing);
  process.stderr.write(`skipped: ${missing}\n`);
  return false;
}

/** The one block of shell in docs/runbook.md that has this text. */
export function runbookBlock(text: string): string {
  const blocks = [...runbook.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, block = '']) => block);
  const found = blocks.find((block) => block.includes(text));
  if (found === undefined) throw new Error(`docs/runbook.md: no block of shell with ${text}`);
  return found;
}

/** The one line of shell in docs/runbook.md that begins so. */
export function runbookLine(start: string): string {
  const found = runbookBlock(start)
    .split('\n')
    .find((line) => line.startsWith(start));
  if (found === undefined) throw new Error(`docs/runbook.md: no line of shell begins with ${start}`);
  return found;
}

/** Runs bash as people do who follow the runbook: `aws` is the AWS CLI, `node` is there. @returns what it printed. */
export async function runbookShell(
  env: Readonly<Record<string, string>>,
): Promise<(script: string) => Promise<string>> {
  const bin = await mkdtemp(path.join(tmpdir(), 'aws-cli-'));
  await writeFile(path.join(bin, 'aws'), `#!/bin/sh\nexec '${python}' -m awscli "$@"\n`);
  await chmod(path.join(bin, 'aws'), 0o755);
  return async (script) => {
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
      env: {
        ...process.env,
        ...env,
        AWS_EC2_METADATA_DISABLED: 'true',
        PATH: `${bin}:${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      },
    });
    return stdout;
  };
}

/** What the runbook's `ask` printed: a line for each answer. */
export const answersOf = (
  printed: string,
): readonly { readonly status: string; readonly body: Readonly<Record<string, string>> }[] =>
  printed
    .trim()
    .split('\n')
    .map((line) => ({
      status: line.slice(0, 3),
      body: JSON.parse(line.slice(4)) as Record<string, string>,
    }));
