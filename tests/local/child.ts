import { expect } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface ChildRun {
  readonly killed: boolean;
  readonly output: string;
}

/**
 * Runs a program to its end. It is killed `killAfterMs` after it said that it is up, or kills itself at
 * `crashAt`; ending in any other way than with code 0 fails the test.
 */
export async function runChild(
  program: URL,
  args: readonly string[],
  options: { readonly crashAt?: string; readonly killAfterMs?: number } = {},
): Promise<ChildRun> {
  const child = spawn(process.execPath, ['--no-warnings', fileURLToPath(program), ...args], {
    env: { ...process.env, NODE_OPTIONS: '', CRASH_AT: options.crashAt ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
    // One that hangs ends by SIGTERM, which fails the test.
    timeout: 60_000,
  });
  let output = '';
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
    if (options.killAfterMs !== undefined && timer === undefined)
      timer = setTimeout(() => child.kill('SIGKILL'), options.killAfterMs);
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearTimeout(timer);
  if (signal !== 'SIGKILL') expect({ code, output }).toMatchObject({ code: 0 });
  return { killed: signal === 'SIGKILL', output };
}

/** What a child printed after a word, line by line. */
export const said = (output: string, word: string): readonly string[] =>
  output.split('\n').flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
