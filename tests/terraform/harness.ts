import { execFile } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startAwsAnswers } from './aws-answers.ts';

/**
 * True where the terraform command is there and can get the provider: from the mirror that TF_PLUGIN_MIRROR names, else
 * from the registry. Where not, the test says so and skips; with REQUIRE_ALL=1 that is a failure, so that CI skips nothing.
 */
export async function terraformOrSkip(): Promise<boolean> {
  const missing = (await commandProblem()) ?? (await registryProblem());
  if (missing === undefined) return true;
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(missing);
  process.stderr.write(`skipped: ${missing}\n`);
  return false;
}

const commandProblem = (): Promise<string | undefined> =>
  promisify(execFile)('terraform', ['version'], { env: { ...process.env, CHECKPOINT_DISABLE: '1' } }).then(
    () => undefined,
    () => 'terraform is not on the PATH; install Terraform 1.11 or newer',
  );

const registryProblem = (): Promise<string | undefined> =>
  process.env['TF_PLUGIN_MIRROR'] === undefined
    ? lookup('registry.terraform.io').then(
        () => undefined,
        () =>
          'no way to registry.terraform.io; set TF_PLUGIN_MIRROR to the root of a mirror with the AWS provider',
      )
    : Promise.resolve(undefined);

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
}

/** As far as tests read it: `terraform show -json`. */
export interface Plan {
  readonly planned_values?: unknown;
  readonly prior_state?: unknown;
  readonly configuration?: unknown;
  readonly relevant_attributes?: readonly unknown[];
  readonly resource_changes: readonly {
    readonly address: string;
    readonly type: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly after: Readonly<Record<string, unknown>> | null;
      readonly after_unknown: Readonly<Record<string, unknown>>;
    };
  }[];
}

export interface TerraformOptions {
  /** The account that the mock keys belong to: 123456789012 unless given. */
  readonly accountId?: string;
  /** Merged over the stack's own blocks: `{ data: { terraform_remote_state: { … } } }`. */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

/** A synthesised stack in the hands of the real Terraform, without AWS and without its remote state. */
export interface TerraformStackRun {
  readonly init: () => Promise<void>;
  /** What Terraform and the provider find wrong with the JSON. Needs init. */
  readonly validate: () => Promise<readonly Diagnostic[]>;
  /** The plan from nothing. Needs init. @throws where it fails, or calls AWS for more than aws-answers.ts knows. */
  readonly plan: () => Promise<Plan>;
  /** Any other command. */
  readonly terraform: (...args: string[]) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Says to the provider what it would ask AWS for; takes its place beside cdk.tf.json. */
const offlineProvider = {
  access_key: 'mock',
  secret_key: 'mock',
  skip_credentials_validation: true,
  skip_metadata_api_check: 'true',
  skip_region_validation: true,
};

/** Puts a file beside a stack's JSON by which it needs neither AWS nor its remote state. */
export const writeOffline = (
  stackFolder: string,
  overrides: Readonly<Record<string, unknown>>,
): Promise<void> =>
  writeFile(
    path.join(stackFolder, 'offline_override.tf.json'),
    JSON.stringify({
      ...overrides,
      provider: { aws: offlineProvider },
      terraform: { backend: { local: { path: path.join(stackFolder, 'offline.tfstate') } } },
    }),
  );

/**
 * Opens a stack's folder (`<outdir>/stacks/<name>`, written by `app.synth()`).
 * TF_PLUGIN_MIRROR names the root of a filesystem mirror with the provider; without it `init` downloads as usual.
 */
export async function openStack(
  stackFolder: string,
  { overrides = {}, accountId }: TerraformOptions = {},
): Promise<TerraformStackRun> {
  await writeOffline(stackFolder, overrides);
  return openFolder(stackFolder, accountId);
}

/** Opens any folder with Terraform sources that know how to do without AWS. */
export async function openFolder(folder: string, accountId = '123456789012'): Promise<TerraformStackRun> {
  const work = await mkdtemp(path.join(tmpdir(), 'terraform-'));
  const cliConfig = path.join(work, 'terraform.rc');
  await writeFile(cliConfig, cliConfigFor(process.env['TF_PLUGIN_MIRROR']));
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> =>
    runTerraform(folder, args, {
      TF_DATA_DIR: path.join(work, 'data'),
      TF_CLI_CONFIG_FILE: cliConfig,
      ...env,
    });
  return {
    init: async () => {
      await run(['init', '-input=false', '-no-color']);
    },
    validate: async () => {
      const text = await run(['validate', '-json']).catch((error: unknown) => outputOf(error));
      return (JSON.parse(text) as { diagnostics: readonly Diagnostic[] }).diagnostics;
    },
    plan: async () => {
      const aws = await startAwsAnswers(accountId);
      try {
        const file = path.join(work, 'plan');
        await run(['plan', '-input=false', '-no-color', '-lock=false', `-out=${file}`], {
          AWS_ENDPOINT_URL: aws.url,
          AWS_MAX_ATTEMPTS: '1',
        });
        if (aws.unexpectedCalls.length > 0)
          throw new Error(`the plan called AWS: got ${aws.unexpectedCalls.join(', ')}, expected nothing`);
        return JSON.parse(await run(['show', '-json', file])) as Plan;
      } finally {
        await aws.close();
      }
    },
    terraform: (...args) => run(args),
    close: () => rm(work, { recursive: true, force: true }),
  };
}

const cliConfigFor = (mirror: string | undefined): string =>
  mirror === undefined
    ? 'disable_checkpoint = true\n'
    : `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`;

async function runTerraform(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { stdout } = await promisify(execFile)('terraform', args, {
    cwd,
    env: { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1', ...env },
    maxBuffer: 256 * 1024 * 1024,
  }).catch((error: unknown) => {
    throw new TerraformError(args[0] ?? '', error);
  });
  return stdout;
}

/** Terraform's own words, which Node leaves out of its message. */
class TerraformError extends Error {
  override readonly name = 'TerraformError';
  readonly stdout: string;

  constructor(command: string, cause: unknown) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    super(`terraform ${command} failed: ${stderr === '' ? stdout : stderr}`, { cause });
    this.stdout = stdout;
  }
}

/** `validate -json` ends with 1 where it finds something, and says on stdout what. */
function outputOf(error: unknown): string {
  if (error instanceof TerraformError && error.stdout.startsWith('{')) return error.stdout;
  throw error;
}
