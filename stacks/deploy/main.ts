import path from 'node:path';
import { inOurWords } from './another-account.ts';
import { openDeployment } from './context.ts';
import { deploy } from './deploy.ts';
import { destroy } from './destroy.ts';
import { readDigests } from './digest.ts';
import { type DeployCommand, type DeployOptions, DeployUsageError, parseOptions } from './options.ts';
import { plan } from './plan.ts';
import { targetOf } from './target.ts';
import { TerraformFailure } from './terraform.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** `npm run deploy|plan|destroy -- --env NAME [--emulator]`. */
async function main([command = '', ...args]: readonly string[]): Promise<void> {
  if (command !== 'deploy' && command !== 'plan' && command !== 'destroy')
    throw new DeployUsageError(`got ${JSON.stringify(command)}, expected deploy, plan or destroy`);
  await commands[command](parseOptions(command, args));
}

const commands: Readonly<Record<DeployCommand, (options: DeployOptions) => Promise<void>>> = {
  deploy: async ({ environment, emulatorPort, reviewed, from, until }) => {
    const digests = reviewed === undefined ? undefined : await digestsOf(reviewed);
    const target = await targetOf(environment, emulatorPort);
    say(`${environment.name}: writing its stacks`);
    const outputs = await deploy(await openDeployment(target, say, { from, until }), digests);
    for (const [id, values] of outputs)
      for (const [name, value] of Object.entries(values)) say(`  ${id} ${name} = ${value}`);
  },
  plan: async ({ environment, emulatorPort, out }) => {
    const target = await targetOf(environment, emulatorPort);
    const changed = await plan(await openDeployment(target, say), out);
    say(changed.length === 0 ? 'no stack changes' : `would change: ${changed.join(', ')}`);
  },
  destroy: async ({ environment, emulatorPort }) => {
    const target = await targetOf({ ...environment, protect: false }, emulatorPort);
    await destroy(await openDeployment(target, say), environment.protect);
  },
};

async function digestsOf(folder: string) {
  try {
    return await readDigests(folder);
  } catch (error) {
    throw new DeployUsageError(
      `--reviewed ${folder}: ${error instanceof Error ? error.message : String(error)}; expected a folder that npm run plan -- --out wrote`,
    );
  }
}

try {
  await main(process.argv.slice(2));
} catch (thrown) {
  const error = inOurWords(thrown);
  if (error instanceof TerraformFailure) process.stderr.write(`${error.output.trimEnd()}\n`);
  process.stderr.write(
    `${path.parse(process.argv[2] ?? 'deploy').base}: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = error instanceof DeployUsageError ? 2 : 1;
}
