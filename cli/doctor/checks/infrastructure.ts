import { spawn } from 'node:child_process';
import path from 'node:path';
import { checking, failed, ok, type Check, type Finding } from '../check.ts';
import type { Expected } from '../expected.ts';

export interface Ran {
  readonly exitCode: number | null;
  readonly output: string;
}
/** Runs terraform in a stack's folder. */
export type Terraform = (folder: string, args: readonly string[]) => Promise<Ran>;

/** A fresh plan of every stack, one after the other, changes nothing. It takes about 20 s a stack. */
export async function checkInfrastructure(
  terraform: Terraform,
  expected: Expected,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const folder of expected.folders)
    checks.push(
      await checking('infrastructure', path.basename(folder), 'an empty plan', () =>
        planOf(terraform, folder, expected.environment),
      ),
    );
  return checks;
}

async function planOf(terraform: Terraform, folder: string, environment: string): Promise<Finding> {
  const expected = 'an empty plan';
  const init = await terraform(folder, ['init', '-input=false', '-no-color']);
  if (init.exitCode !== 0)
    return failed(
      expected,
      problemOf(init.output),
      'terraform init must work: state bucket, credentials, provider',
    );
  // 0: nothing to change, 1: an error, 2: something to change.
  const plan = await terraform(folder, [
    'plan',
    '-detailed-exitcode',
    '-input=false',
    '-no-color',
    '-lock=false',
  ]);
  if (plan.exitCode === 0) return ok(expected);
  if (plan.exitCode !== 2) return failed(expected, problemOf(plan.output), 'docs/deploy.md');
  // The numbers alone: a plan may show values.
  const summary = /^Plan: .*$/m.exec(plan.output)?.[0] ?? 'Changes to outputs';
  return failed(
    expected,
    summary,
    `something was changed by hand, or not deployed yet: look at the plan in ${folder}, then npm run deploy -- --env ${environment}`,
  );
}

const problemOf = (output: string): string =>
  /^.*Error: .*$/m.exec(output)?.[0].replace(/^[│\s]+/, '') ?? 'terraform failed without a word';

export const runTerraform: Terraform = (folder, args) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
    const child = spawn('terraform', [...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => output.push(text));
    }
    child.on('error', (cause) => {
      reject(new Error('terraform is not on the PATH; install Terraform 1.10 or newer', { cause }));
    });
    child.on('close', (exitCode) => {
      resolve({ exitCode, output: output.join('') });
    });
  });
