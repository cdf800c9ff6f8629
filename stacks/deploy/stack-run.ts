import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';
import { digestOf, type PlanDigest } from './digest.ts';
import type { SynthesisedStack } from './synthesise.ts';
import type { EmulatorTarget } from './target.ts';
import { Terraform, TerraformFailure } from './terraform.ts';

const stackSchema = z.object({
  terraform: z.object({ backend: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  provider: z.object({ aws: z.array(z.record(z.string(), z.unknown())) }),
  data: z.optional(
    z.object({
      terraform_remote_state: z.optional(
        z.record(z.string(), z.object({ backend: z.string(), config: z.record(z.string(), z.unknown()) })),
      ),
    }),
  ),
});
type StackJson = z.output<typeof stackSchema>;

export type Outputs = Readonly<Record<string, string>>;
const outputsSchema = z.record(z.string(), z.object({ sensitive: z.boolean(), value: z.unknown() }));

const planFile = 'reviewed.tfplan';
/** A cache of providers that is filled by two at once breaks. */
let initialising: Promise<unknown> = Promise.resolve();

/** One synthesised stack in the hands of Terraform: the commands that a deployment is made of. */
export class StackRun {
  readonly terraform: Terraform;
  readonly #emulator: EmulatorTarget | undefined;

  constructor(
    { id, folder }: SynthesisedStack,
    env: Readonly<Record<string, string | undefined>>,
    emulator: EmulatorTarget | undefined,
  ) {
    this.terraform = new Terraform(id, folder, env);
    this.#emulator = emulator;
  }

  get id(): string {
    return this.terraform.stackId;
  }

  async init(...args: readonly string[]): Promise<void> {
    await this.#writeEmulatorOverride();
    const all = [
      'init',
      '-input=false',
      '-no-color',
      '-lockfile=readonly',
      ...(args.length > 0 ? args : ['-reconfigure']),
    ];
    const mine = initialising.then(() => this.terraform.run(all));
    initialising = mine.catch(() => undefined);
    await mine;
  }

  /** Saves a plan. @returns whether it changes anything, and the line that sums it up. */
  async plan(): Promise<{ readonly changes: boolean; readonly summary: string }> {
    const args = [
      'plan',
      '-input=false',
      '-no-color',
      '-detailed-exitcode',
      '-lock-timeout=60s',
      `-out=${planFile}`,
    ];
    const { code, stdout } = await this.terraform.run(args, [0, 2]);
    const summary = /^Plan: (.*)\.$/m.exec(stdout)?.[1];
    return {
      changes: code === 2,
      summary: code === 0 ? 'nothing to do' : (summary ?? 'outputs change'),
    };
  }

  /** The saved plan as JSON. It may hold secrets. */
  async planJson(): Promise<string> {
    return (await this.terraform.run(['show', '-json', planFile])).stdout;
  }

  async digest(): Promise<PlanDigest> {
    const json: unknown = JSON.parse(await this.planJson());
    return digestOf(json);
  }

  /** Does exactly what the saved plan says, and forgets it: it may hold secrets. */
  async apply(): Promise<void> {
    await this.terraform.run(['apply', '-input=false', '-no-color', planFile]);
    await this.forgetPlan();
  }

  forgetPlan(): Promise<void> {
    return rm(path.join(this.terraform.folder, planFile), { force: true });
  }

  /** Addresses of what there is. */
  async resources(): Promise<readonly string[]> {
    const { code, stdout, stderr } = await this.terraform.run(['state', 'list'], [0, 1]);
    if (code === 0) return stdout.split('\n').filter((line) => line !== '' && !/^data\.|\.data\./.test(line));
    if (stderr.includes('No state file was found')) return [];
    throw new TerraformFailure(`${this.id}: the state cannot be read`, stderr);
  }

  async destroy(): Promise<void> {
    await this.terraform.run(['destroy', '-input=false', '-no-color', '-auto-approve', '-lock-timeout=60s']);
  }

  /** Those that are no secret, as text. */
  async outputs(): Promise<Outputs> {
    const { stdout } = await this.terraform.run(['output', '-json']);
    const json: unknown = JSON.parse(stdout);
    const outputs = parseWith(outputsSchema, json, `outputs of ${this.id}`);
    return Object.fromEntries(
      Object.entries(outputs)
        .filter(([, { sensitive }]) => !sensitive)
        .map(([name, { value }]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    );
  }

  /** An override replaces a backend and the place of another state as a whole, so both are said again with what is added. */
  async #writeEmulatorOverride(): Promise<void> {
    if (this.#emulator === undefined) return;
    const { provider, state } = this.#emulator;
    const stack = await this.#json();
    const s3 = stack.terraform.backend['s3'];
    const states = Object.entries(stack.data?.terraform_remote_state ?? {}).filter(
      ([, { backend }]) => backend === 's3',
    );
    await this.terraform.override('emulator', {
      provider: { aws: provider },
      ...(s3 === undefined ? {} : { terraform: { backend: { s3: { ...s3, ...state } } } }),
      ...(states.length === 0
        ? {}
        : {
            data: {
              terraform_remote_state: Object.fromEntries(
                states.map(([name, { config }]) => [name, { config: { ...config, ...state } }]),
              ),
            },
          }),
    });
  }

  async #json(): Promise<StackJson> {
    const file = path.join(this.terraform.folder, 'cdk.tf.json');
    const json: unknown = JSON.parse(await readFile(file, 'utf8'));
    return parseWith(stackSchema, json, file);
  }
}
