import { parseArgs } from 'node:util';
import { environmentNamed } from '../environments/index.ts';
import type { Environment } from '../environments/schema.ts';
import { type Phase, phases } from './phases.ts';

/** Wrong input: one line, exit code 2, nothing touched. */
export class DeployUsageError extends Error {
  override readonly name = 'DeployUsageError';
}

export interface DeployOptions {
  readonly environment: Environment;
  /** Port of the running emulator; undefined is AWS. */
  readonly emulatorPort: number | undefined;
  /** Folder of the digests that a review was made of. */
  readonly reviewed: string | undefined;
  /** Where `plan` writes. */
  readonly out: string | undefined;
  /** What was typed to confirm. */
  readonly confirm: string | undefined;
  /** Deploy from this phase on; the ones before are left as they are. */
  readonly from: Phase | undefined;
  /** Deploy up to and with this phase. */
  readonly until: Phase | undefined;
}

/** The emulator's own default, `npm run emulator -- up`. */
const emulatorPort = 5000;

const known = {
  deploy: ['env', 'emulator', 'port', 'reviewed', 'confirm', 'from', 'until'],
  plan: ['env', 'emulator', 'port', 'out'],
  destroy: ['env', 'emulator', 'port', 'confirm'],
} as const;
export type DeployCommand = keyof typeof known;

const types = {
  env: 'string',
  emulator: 'boolean',
  port: 'string',
  reviewed: 'string',
  out: 'string',
  from: 'string',
  until: 'string',
} as const;

/** @throws DeployUsageError, one line that says what was got and what was expected. */
export function parseOptions(command: DeployCommand, args: readonly string[]): DeployOptions {
  const values = valuesOf(command, args);
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const env = text('env');
  if (env === undefined)
    throw new DeployUsageError('--env: got nothing, expected the name of an environment');
  const emulator = values['emulator'] === true;
  if (!emulator && text('port') !== undefined)
    throw new DeployUsageError('--port: belongs to --emulator; give both or none');
  const options: DeployOptions = {
    environment: named(env),
    emulatorPort: emulator ? portOf(text('port')) : undefined,
    reviewed: text('reviewed'),
    out: text('out'),
    confirm: text('confirm'),
    from: phaseOf('from', text('from')),
    until: phaseOf('until', text('until')),
  };
  return checked(command, options);
}

function valuesOf(command: DeployCommand, args: readonly string[]): Readonly<Record<string, unknown>> {
  const options = Object.fromEntries(
    known[command].map((name) => [name, { type: name === 'confirm' ? ('string' as const) : types[name] }]),
  );
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new DeployUsageError(
      `${first} Known here: ${known[command].map((name) => `--${name}`).join(', ')}`,
    );
  }
}

function named(name: string): Environment {
  try {
    return environmentNamed(name);
  } catch (error) {
    throw new DeployUsageError(error instanceof Error ? error.message : String(error));
  }
}

function phaseOf(option: string, name: string | undefined): Phase | undefined {
  if (name === undefined) return undefined;
  const found = phases.find((phase) => phase === name);
  if (found !== undefined) return found;
  throw new DeployUsageError(
    `--${option}: got ${JSON.stringify(name)}, expected one of ${phases.join(', ')}`,
  );
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? emulatorPort);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new DeployUsageError(`--port: got ${text ?? ''}, expected a whole number from 1 to 65535`);
}

function checked(command: DeployCommand, options: DeployOptions): DeployOptions {
  const { environment, emulatorPort: port, confirm, reviewed, from, until } = options;
  const { name, protect } = environment;
  if (confirm !== undefined && confirm !== name)
    throw new DeployUsageError(
      `--confirm: got ${JSON.stringify(confirm)}, expected the environment's name, ${name}`,
    );
  if (from !== undefined && until !== undefined && phases.indexOf(from) > phases.indexOf(until))
    throw new DeployUsageError(
      `--from ${from}: got a phase after --until ${until}, expected one before or the same`,
    );
  if (command === 'destroy' && confirm === undefined)
    throw new DeployUsageError(
      `destroy: removes everything of ${name}, its data and records too; say --confirm ${name} to do it`,
    );
  if (
    command === 'deploy' &&
    protect &&
    port === undefined &&
    reviewed === undefined &&
    confirm === undefined
  )
    throw new DeployUsageError(
      `deploy: ${name} is protected; give --reviewed with the folder of the reviewed plans, or --confirm ${name} to apply what nobody reviewed`,
    );
  return options;
}
