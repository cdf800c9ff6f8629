import { spawn } from 'node:child_process';
import path from 'node:path';
import { failed, ok, type Check } from '../check.ts';
import type { Expected } from '../expected.ts';

export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
/** Plans every stack of the environment, as `npm run plan` does. */
export type PlanStacks = () => Promise<Ran>;

const emptyPlan = 'an empty plan';

/** A fresh plan of each stack changes nothing: nobody changed anything by hand, and all that was merged is deployed. */
export async function checkInfrastructure(
  planStacks: PlanStacks,
  { folders, environment }: Expected,
): Promise<readonly Check[]> {
  const { exitCode, stdout, stderr } = await planStacks();
  const summaries = new Map(
    [...stdout.matchAll(/^([\w-]+): (.+)$/gm)].map(([, id = '', summary = '']) => [id, summary]),
  );
  const todo = `npm run plan -- --env ${environment} must work: credentials, state bucket, provider`;
  if (exitCode !== 0 && summaries.size === 0) {
    // Its last line: what was shown before may be parts of a plan.
    const got = `no plan: ${stderr.trim().split('\n').at(-1) ?? ''}`;
    return [{ area: 'infrastructure', name: environment, ...failed(emptyPlan, got, todo) }];
  }
  return folders.map((folder): Check => {
    const name = path.basename(folder);
    const summary = summaries.get(name);
    const finding =
      summary === undefined
        ? failed(emptyPlan, 'no plan of this stack', todo)
        : summary === 'nothing to do'
          ? ok(emptyPlan)
          : failed(
              emptyPlan,
              summary,
              `changed by hand, or not deployed yet: look at it by npm run plan -- --env ${environment}, then npm run deploy -- --env ${environment}`,
            );
    return { area: 'infrastructure', name, ...finding };
  });
}

const program = path.resolve(import.meta.dirname, '../../../stacks/deploy/main.ts');

/** @param emulatorPort undefined is AWS. */
export const planBy =
  (environment: string, emulatorPort: number | undefined): PlanStacks =>
  () =>
    new Promise((resolve, reject) => {
      const target = emulatorPort === undefined ? [] : ['--emulator', '--port', String(emulatorPort)];
      const args = ['--disable-warning=DEP0044', program, 'plan', '--env', environment, ...target];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.on('error', reject);
      child.on('close', (exitCode) => {
        resolve({ exitCode, stdout, stderr });
      });
    });
