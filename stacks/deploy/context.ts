import path from 'node:path';
import { BootstrapState } from './bootstrap-state.ts';
import { inPhases, isWithin, type PhaseRange } from './phases.ts';
import { StackRun } from './stack-run.ts';
import { synthesiseEnvironment } from './synthesise.ts';
import type { Target } from './target.ts';
import { pluginEnvironment } from './terraform.ts';

export type Say = (line: string) => void;

const pluginFolder = path.join(import.meta.dirname, '../../.cache/terraform');
/** Each stack runs a Terraform and a provider of 500 MB. */
const atOnce = 3;

/** The stacks of an environment, synthesised and ready for Terraform, in the order of their phases. */
export interface Deployment {
  readonly target: Target;
  readonly phases: readonly (readonly StackRun[])[];
  readonly say: Say;
}

export async function openDeployment(target: Target, say: Say, range: PhaseRange = {}): Promise<Deployment> {
  const stacks = await synthesiseEnvironment(target.environment, target.outdir);
  const env = { ...target.env, ...(await pluginEnvironment(pluginFolder)) };
  const byId = new Map(stacks.map((stack) => [stack.id, new StackRun(stack, env, target.emulator)]));
  const phases = inPhases(target.environment.name, [...byId.keys()]).map((phase) =>
    phase.flatMap(({ id, phase: name }) => (isWithin(name, range) ? (byId.get(id) ?? []) : [])),
  );
  return { target, phases, say };
}

const isBootstrap = ({ id }: StackRun): boolean => id.endsWith('-bootstrap');

/** Initialises a stack on its state; of the bootstrap, wherever that lies. */
export async function openState(
  stack: StackRun,
  target: Target,
): Promise<{ readonly bootstrap: BootstrapState | undefined; readonly lies: 'bucket' | 'local' }> {
  if (!isBootstrap(stack)) {
    await stack.init();
    return { bootstrap: undefined, lies: 'bucket' };
  }
  const bootstrap = new BootstrapState(stack, target);
  return { bootstrap, lies: await bootstrap.open() };
}

/** `work` for each, a few at once; after a failure nothing new is begun, and what runs is waited for. */
export async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && failures.length === 0; item = waiting.shift())
      await work(item).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
}

export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly seconds: string }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, seconds: ((performance.now() - startedAt) / 1000).toFixed(0) };
}
