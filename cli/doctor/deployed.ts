import { UsageError } from '../errors.ts';
import { readExpected, type Expected } from './expected.ts';
import { defaultOutdir, emulatorOutdir, synthesise } from './synthesise.ts';

export interface DeployedOptions {
  readonly env: string;
  /** The AWS on this machine in place of the account. */
  readonly emulator: boolean;
  /** Where the emulator listens. */
  readonly port: number;
  /** Stacks that are there already, in place of those of the code as it is. */
  readonly stacks?: string | undefined;
}

/**
 * What an environment is made of: by the code as it is; on the emulator, whose account is another, by what was deployed.
 * @throws UsageError where there is no such environment, or nothing of it on the emulator.
 */
export async function readDeployed({ env, emulator, port, stacks }: DeployedOptions): Promise<Expected> {
  if (!/^[a-z][a-z0-9]{1,9}$/.test(env))
    throw new UsageError(
      `--env: got ${JSON.stringify(env)}, expected the name of an environment, as in stacks/environments`,
    );
  if (stacks !== undefined) return readExpected(stacks, env);
  if (emulator) return readExpected(emulatorOutdir(port), env, `npm run deploy -- --env ${env} --emulator`);
  await synthesise(env, defaultOutdir);
  return readExpected(defaultOutdir, env);
}

/** Where to ask: of the emulator, whose keys are of no account. AWS_ENDPOINT_URL leads the SDK itself elsewhere. */
export const settingsOf = (
  { region }: Pick<Expected, 'region'>,
  { emulator, port }: Pick<DeployedOptions, 'emulator' | 'port'>,
) => ({
  region,
  ...(emulator
    ? {
        endpoint: `http://127.0.0.1:${port}`,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }
    : {}),
});
