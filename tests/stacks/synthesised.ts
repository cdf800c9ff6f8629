import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { makeApp } from '../../stacks/app.ts';
import type { Environment } from '../../stacks/environments/schema.ts';
import { type Bundles, bundleAll } from '../../stacks/functions/bundles.ts';
import { useCases } from '../../usecases/index.ts';

export const ownUseCases: readonly UseCase[] = useCases.names.map((name) => useCases.get(name));
export const breastCancer = useCases.get('breast-cancer');

/** Like breast-cancer, under other names. */
export const generatedUseCases = (count: number): readonly UseCase[] =>
  Array.from({ length: count }, (_, index) => ({
    ...breastCancer,
    name: `generated-${String(index + 1).padStart(3, '0')}`,
  }));

let bundles: Promise<Bundles> | undefined;
/** Made once for a test file. */
export const ownBundles = (): Promise<Bundles> => (bundles ??= bundleAll());

export interface Synthesised {
  readonly outdir: string;
  /** Ids of the stacks, in the order of their names. */
  readonly ids: readonly string[];
  /** Text of a stack's Terraform JSON. */
  readonly text: (id: string) => Promise<string>;
  readonly json: (id: string) => Promise<StackJson>;
  readonly folder: (id: string) => string;
  readonly close: () => Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;
/** As far as tests read it. */
export interface StackJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly data?: { readonly terraform_remote_state?: Readonly<Record<string, Json>> };
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly terraform: Json & { readonly backend: Readonly<Record<string, Json>> };
  readonly provider: { readonly aws: readonly Json[] };
}

/** Writes the stacks of environments into a folder of their own. @throws Error with every failed check of a construct. */
export async function synthesise(
  environments: readonly Environment[],
  applications: readonly UseCase[] = ownUseCases,
): Promise<Synthesised> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'stacks-'));
  const app = makeApp({ outdir, environments, useCases: applications, bundles: await ownBundles() });
  app.synth();
  const folder = (id: string): string => path.join(outdir, 'stacks', id);
  const text = (id: string): Promise<string> => readFile(path.join(folder(id), 'cdk.tf.json'), 'utf8');
  return {
    outdir,
    ids: app.node.children.map((child) => child.node.id).sort(),
    text,
    json: async (id) => JSON.parse(await text(id)) as StackJson,
    folder,
    close: () => rm(outdir, { recursive: true, force: true }),
  };
}

/** The arguments of all resources of a type. */
export const resourcesOf = (stack: StackJson, type: string): readonly Json[] =>
  Object.values(stack.resource[type] ?? {});
