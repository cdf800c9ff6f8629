import { type Deployment, forEach, openState, timed } from './context.ts';
import type { StackRun } from './stack-run.ts';
import { isNoBucket } from './terraform.ts';

/**
 * Removes every stack, the last phase first. The stacks must be synthesised unprotected: what holds data is first told that
 * it may go (a table's deletion protection, a bucket's emptying), then it goes.
 */
export async function destroy(deployment: Deployment, wasProtected: boolean): Promise<void> {
  for (const phase of deployment.phases.toReversed())
    await forEach(phase, (stack) => destroyStack(stack, deployment, wasProtected));
}

async function destroyStack(
  stack: StackRun,
  { target, say }: Deployment,
  wasProtected: boolean,
): Promise<void> {
  const { bootstrap, lies } = await openState(stack, target).catch(unlessGone);
  const count = lies === 'gone' ? 0 : (await stack.resources()).length;
  if (count === 0) {
    say(`${stack.id}: nothing there`);
    return;
  }
  if (lies === 'bucket') await bootstrap?.moveOut();
  say(`${stack.id}: ${count} to destroy`);
  const { seconds } = await timed(async () => {
    if (wasProtected && (await stack.plan()).changes) await stack.apply();
    await stack.destroy();
  });
  say(`${stack.id}: destroyed in ${seconds} s`);
}

/** Where the bucket of the states is gone, so is all that stood on it: it goes last. */
function unlessGone(error: unknown): { readonly bootstrap: undefined; readonly lies: 'gone' } {
  if (isNoBucket(error)) return { bootstrap: undefined, lies: 'gone' };
  throw error;
}
