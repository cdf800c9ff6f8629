import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Deployment, forEach, openState } from './context.ts';
import { digestFile, digestOf } from './digest.ts';
import type { StackRun } from './stack-run.ts';
import { isNoBucket, TerraformFailure } from './terraform.ts';

/**
 * Plans every stack and changes none. Into `out` go, for each, `<stack>.plan.json` for the review (it may hold secrets and
 * stays on this machine) and `<stack>.digest.json`, by which a deployment knows the reviewed plan again.
 * @returns the stacks whose plan changes something.
 */
export async function plan(deployment: Deployment, out: string | undefined): Promise<readonly string[]> {
  if (out !== undefined) await mkdir(out, { recursive: true });
  const changed: string[] = [];
  const stacks = deployment.phases.flat();
  await forEach(stacks, async (stack) => {
    try {
      await openState(stack, deployment.target);
      const { changes, summary } = await stack.plan();
      if (changes) changed.push(stack.id);
      if (out !== undefined) await write(stack, out);
      await stack.forgetPlan();
      deployment.say(`${stack.id}: ${summary}`);
    } catch (error) {
      if (!isTooEarly(error)) throw error;
      changed.push(stack.id);
      deployment.say(`${stack.id}: cannot be planned before the stacks are there that it stands on`);
    }
  });
  return changed.sort();
}

/** In a new environment neither the bucket of the states nor the foundation's outputs are there. */
const isTooEarly = (error: unknown): boolean =>
  error instanceof TerraformFailure &&
  (isNoBucket(error) || /Unable to find remote state/i.test(error.output));

async function write(stack: StackRun, out: string): Promise<void> {
  const text = await stack.planJson();
  const json: unknown = JSON.parse(text);
  await writeFile(path.join(out, `${stack.id}.plan.json`), text, { mode: 0o600 });
  await writeFile(digestFile(out, stack.id), `${JSON.stringify(digestOf(json), null, 1)}\n`);
}
