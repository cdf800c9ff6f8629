import { UsageError } from '../errors.ts';
import { writeText } from '../io/files.ts';
import { isFatal, type Check } from './check.ts';
import { checkAlarms, checkSecrets, checkSubscribers } from './checks/alerts.ts';
import { checkFunctions } from './checks/functions.ts';
import { checkInfrastructure, runTerraform, type Terraform } from './checks/infrastructure.ts';
import { checkRegistry } from './checks/registry.ts';
import { checkRetraining } from './checks/retraining.ts';
import { makeClients, type Clients } from './clients.ts';
import { readExpected, type Expected } from './expected.ts';
import { doctorReport, renderDoctor, type DoctorReport } from './render.ts';
import { defaultOutdir, synthesise } from './synthesise.ts';

export interface DoctorOptions {
  readonly env: string;
  readonly json: boolean;
  /** Plan every stack too. */
  readonly plan: boolean;
  /** The AWS on this machine in place of the account. */
  readonly emulator: boolean;
  /** Stacks that are there already, in place of those of the code as it is. */
  readonly stacks?: string | undefined;
}

const emulatorAddress = 'http://127.0.0.1:5000';

/** `modelkeep doctor`: 0 where all is as it should be (warnings included), 1 where a check failed. */
export async function runDoctor({ env, json, plan, emulator, stacks }: DoctorOptions): Promise<number> {
  if (plan && emulator)
    throw new UsageError(
      `--plan: got it together with --emulator, expected one of them; npm run deploy -- --env ${env} --emulator plans there`,
    );
  if (!/^[a-z][a-z0-9]{1,9}$/.test(env))
    throw new UsageError(
      `--env: got ${JSON.stringify(env)}, expected the name of an environment, as in stacks/environments`,
    );
  if (stacks === undefined) await synthesise(env, defaultOutdir);
  const expected = await readExpected(stacks ?? defaultOutdir, env);
  const endpoint = emulator ? (process.env['AWS_ENDPOINT_URL'] ?? emulatorAddress) : undefined;
  const report = await examine(
    expected,
    makeClients({ region: expected.region, endpoint }),
    plan ? runTerraform : undefined,
  );
  await writeText('-', json ? `${JSON.stringify(report, null, 2)}\n` : renderDoctor(report));
  return report.healthy ? 0 : 1;
}

/**
 * All checks.
 * @throws UsageError where AWS cannot be asked at all: no credentials, expired ones, nothing at the address.
 */
export async function examine(
  expected: Expected,
  clients: Clients,
  terraform?: Terraform,
): Promise<DoctorReport> {
  try {
    const groups: (readonly Check[])[] = await Promise.all([
      checkRegistry(clients, expected),
      checkFunctions(clients.lambda, expected),
      checkRetraining(clients, expected),
      checkAlarms(clients.cloudwatch, expected),
      checkSubscribers(clients.sns, expected),
      checkSecrets(clients.secrets, expected),
    ]);
    if (terraform) groups.push(await checkInfrastructure(terraform, expected));
    return doctorReport(expected, groups.flat());
  } catch (error) {
    if (!isFatal(error)) throw error;
    throw new UsageError(
      `AWS cannot be asked (${error.name}: ${error.message}); give credentials of account ${expected.accountId}, as by aws sso login, or start the emulator: npm run emulator -- up`,
      { cause: error },
    );
  }
}
