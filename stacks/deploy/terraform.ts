import { spawn } from 'node:child_process';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Terraform failed; its own words are in `output`. */
export class TerraformFailure extends Error {
  override readonly name = 'TerraformFailure';
  readonly output: string;

  constructor(message: string, output: string) {
    super(message);
    this.output = output;
  }
}

/** The bucket of the states is not there (yet, or any more). */
export const isNoBucket = (error: unknown): boolean =>
  error instanceof TerraformFailure && /NoSuchBucket|bucket "\S+" does not exist/i.test(error.output);

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The terraform command in the folder of one stack. Everything it says is kept in `terraform.log` there. */
export class Terraform {
  readonly stackId: string;
  readonly folder: string;
  readonly #env: Readonly<Record<string, string | undefined>>;

  constructor(stackId: string, folder: string, env: Readonly<Record<string, string | undefined>>) {
    this.stackId = stackId;
    this.folder = folder;
    this.#env = env;
  }

  /** @param allowed exit codes that are answers. @throws TerraformFailure for any other. */
  async run(args: readonly string[], allowed: readonly number[] = [0]): Promise<Ran> {
    const ran = await spawned('terraform', [...args], this.folder, {
      ...this.#env,
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
    });
    if (!/^(show|output|state)$/.test(args[0] ?? ''))
      await appendFile(
        path.join(this.folder, 'terraform.log'),
        `$ terraform ${args.join(' ')}\n${ran.stdout}${ran.stderr}\n`,
      );
    if (!allowed.includes(ran.code))
      throw new TerraformFailure(
        `${this.stackId}: terraform ${args[0] ?? ''} failed: ${firstError(ran.stderr)}`,
        ran.stderr === '' ? ran.stdout : ran.stderr,
      );
    return ran;
  }

  /** Writes an override, which Terraform merges over the stack's own blocks. */
  async override(name: string, content: unknown): Promise<string> {
    const file = path.join(this.folder, `${name}_override.tf.json`);
    await writeFile(file, JSON.stringify(content, null, 1));
    return file;
  }
}

function spawned(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'ENOENT'
          ? new TerraformFailure('terraform is not on the PATH; install Terraform 1.10 or newer', '')
          : error,
      );
    });
    child.once('close', (code) => {
      resolve({ code: code ?? 1, stdout, stderr });
    });
  });
}

/** The headline of Terraform's first diagnostic, without its frame. */
function firstError(stderr: string): string {
  const line = stderr.split('\n').find((one) => one.includes('Error:'));
  return (line ?? stderr.trim().split('\n').at(-1) ?? '').replace(/^[\s│╷]*Error: /, '').trim();
}

/**
 * What the terraform command reads beside the credentials: the provider from the mirror that TF_PLUGIN_MIRROR names, else
 * from the registry, once for all stacks.
 */
export async function pluginEnvironment(cacheFolder: string): Promise<Readonly<Record<string, string>>> {
  await mkdir(cacheFolder, { recursive: true });
  const mirror = process.env['TF_PLUGIN_MIRROR'];
  if (mirror === undefined || mirror === '') {
    const plugins = process.env['TF_PLUGIN_CACHE_DIR'] ?? path.join(cacheFolder, 'plugins');
    await mkdir(plugins, { recursive: true });
    return { TF_PLUGIN_CACHE_DIR: plugins };
  }
  const file = path.join(cacheFolder, 'mirror.tfrc');
  await writeFile(
    file,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  return { TF_CLI_CONFIG_FILE: file };
}
