import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { useCases } from '../../usecases/index.ts';
import { makeApp } from '../app.ts';
import type { Environment } from '../environments/schema.ts';
import { bundleAll } from '../functions/bundles.ts';

const lockFile = path.join(import.meta.dirname, '.terraform.lock.hcl');

export interface SynthesisedStack {
  readonly id: string;
  /** Where Terraform runs. */
  readonly folder: string;
}

/** Writes the stacks of one environment below `outdir`, each with the lock file of its provider beside it. */
export async function synthesiseEnvironment(
  environment: Environment,
  outdir: string,
): Promise<readonly SynthesisedStack[]> {
  await mkdir(outdir, { recursive: true });
  const app = makeApp({
    outdir,
    environments: [environment],
    useCases: useCases.names.map((name) => useCases.get(name)),
    bundles: await bundleAll(),
  });
  app.synth();
  const stacks = app.node.children.map(({ node }) => ({
    id: node.id,
    folder: path.join(outdir, 'stacks', node.id),
  }));
  await Promise.all(stacks.map(({ folder }) => copyFile(lockFile, path.join(folder, '.terraform.lock.hcl'))));
  return stacks;
}
