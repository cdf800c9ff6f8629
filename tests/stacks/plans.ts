import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../../stacks/environments/schema.ts';
import { type Diagnostic, openFolder, type Plan, writeOffline } from '../terraform/harness.ts';
import { remoteStates } from './remote-state.ts';
import { planOfModule, type PlanOfModules } from './split-plan.ts';
import type { Synthesised } from './synthesised.ts';

export interface EnvironmentPlans {
  readonly environment: Environment;
  /** What `terraform validate` says of all its stacks. */
  readonly diagnostics: readonly Diagnostic[];
  /** By the stack's id. */
  readonly plans: ReadonlyMap<string, Plan>;
}

/**
 * Notes of Terraform on any stack that is called as a module ("convenient … for testing purposes"); the second takes the
 * list of provider blocks in JSON for an empty block.
 */
const ofModules = ['Backend configuration ignored', 'Redundant empty provider block'];

export const stackIdsOf = ({ ids }: Synthesised, { name }: Environment): readonly string[] =>
  ids.filter((id) => id.startsWith(`${name}-`));

/**
 * Validates and plans all stacks of an environment in one go: a root calls them as modules, each unchanged, with its own
 * provider. Terraform reads the provider's schema, which takes it most of the time, once instead of for each stack.
 */
export async function planEnvironment(
  made: Synthesised,
  environment: Environment,
): Promise<EnvironmentPlans> {
  const ids = stackIdsOf(made, environment);
  for (const id of ids) await writeOffline(made.folder(id), await remoteStates(made, id, environment));
  const root = path.join(made.outdir, `all-of-${environment.name}`);
  await mkdir(root);
  const calls = ids.map((id) => [id, { source: path.relative(root, made.folder(id)) }] as const);
  await writeFile(path.join(root, 'main.tf.json'), JSON.stringify({ module: Object.fromEntries(calls) }));
  const terraform = await openFolder(root, environment.accountId);
  try {
    await terraform.init();
    const diagnostics = await terraform.validate();
    // The harness knows of a plan only what a plan of one stack has.
    const plan = (await terraform.plan()) as PlanOfModules;
    return {
      environment,
      diagnostics: diagnostics.filter(({ summary }) => !ofModules.includes(summary)),
      plans: new Map(ids.map((id) => [id, planOfModule(plan, id)])),
    };
  } finally {
    await terraform.close();
  }
}
