import { type Deployment, forEach, openState, timed } from './context.ts';
import { differenceOf, type PlanDigest } from './digest.ts';
import { DeployUsageError } from './options.ts';
import { moveAlias } from './move-alias.ts';
import type { Outputs, StackRun } from './stack-run.ts';

/** Digests of the reviewed plans, by stack; undefined where nobody reviews. */
type Reviewed = ReadonlyMap<string, PlanDigest> | undefined;

/**
 * Brings up every stack, phase by phase: plan, compare with what was reviewed, apply that very plan. Then the new version
 * of each predict function gets its traffic.
 * @returns the outputs of each stack.
 * @throws DeployUsageError where a fresh plan is not the reviewed one: its stack is left as it was, and so are those after.
 */
export async function deploy(
  deployment: Deployment,
  reviewed: Reviewed,
): Promise<ReadonlyMap<string, Outputs>> {
  const outputs = new Map<string, Outputs>();
  for (const phase of deployment.phases)
    await forEach(phase, async (stack) => {
      outputs.set(stack.id, await deployStack(stack, deployment, reviewed));
    });
  for (const [id, values] of outputs) await moveAlias(id, values, deployment);
  return outputs;
}

async function deployStack(
  stack: StackRun,
  { target, say }: Deployment,
  reviewed: Reviewed,
): Promise<Outputs> {
  const { bootstrap, lies } = await openState(stack, target);
  const { changes, summary } = await stack.plan();
  if (reviewed !== undefined) await compare(stack, changes, reviewed);
  // Before the apply, which may take minutes: people are to know what they wait for.
  say(`${stack.id}: ${summary}`);
  if (changes) {
    const { seconds } = await timed(() => stack.apply());
    say(`${stack.id}: done in ${seconds} s`);
  } else {
    await stack.forgetPlan();
  }
  if (lies === 'local') await bootstrap?.moveIntoBucket();
  return stack.outputs();
}

async function compare(
  stack: StackRun,
  changes: boolean,
  reviewed: ReadonlyMap<string, PlanDigest>,
): Promise<void> {
  const before = reviewed.get(stack.id);
  const fresh = changes ? await stack.digest() : {};
  const difference =
    before === undefined && Object.keys(fresh).length > 0
      ? 'it is not in the review'
      : differenceOf(before ?? {}, fresh);
  if (difference === undefined) return;
  await stack.forgetPlan();
  throw new DeployUsageError(
    `${stack.id}: the fresh plan is not the reviewed one: ${difference}. Nothing of it was applied; plan and review again`,
  );
}
