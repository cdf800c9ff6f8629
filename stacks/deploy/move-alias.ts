import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Deployment } from './context.ts';
import type { Outputs } from './stack-run.ts';

const program = path.join(import.meta.dirname, '../../cli/bin.mjs');

/** The shift of traffic did not reach its end: the old version serves. */
class AliasNotMoved extends Error {
  override readonly name = 'AliasNotMoved';
}

/**
 * Gives the newest version of a predict function the traffic of its alias, by `modelkeep shift-traffic`. Nothing to do for
 * a stack without one. The emulator knows no weights: there it goes at once.
 * @throws AliasNotMoved where the alarm rang and the old version serves again.
 */
export async function moveAlias(
  stackId: string,
  outputs: Outputs,
  { target, say }: Deployment,
): Promise<void> {
  const {
    predict_function: name,
    predict_alias: alias,
    predict_version: version,
    canary_alarm: alarm,
  } = outputs;
  if (name === undefined || alias === undefined || version === undefined || alarm === undefined) return;
  const args = ['--function', name, '--alias', alias, '--to', version, '--region', target.environment.region];
  const how = target.emulator === undefined ? ['--alarm', alarm] : ['--at-once'];
  const { code, output } = await run([program, 'shift-traffic', ...args, ...how], target.env);
  const last = output.trim().split('\n').at(-1) ?? '';
  if (code !== 0) throw new AliasNotMoved(`${stackId}: ${last}`);
  say(`${stackId}: ${last}`);
}

const run = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly code: number; readonly output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (text: string): void => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
