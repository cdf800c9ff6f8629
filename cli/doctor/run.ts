import { UsageError } from '../errors.ts';
import { writeText } from '../io/files.ts';
import { isFatal, type Check } from './check.ts';
import { checkAlarms, checkSecrets, checkSubscribers } from './checks/alerts.ts';
import { checkFunctions } from './checks/functions.ts';
import { checkInfrastructure, planBy, type PlanStacks } from './checks/infrastructure.ts';
import { checkRegistry } from './checks/registry.ts';
import { checkRetraining } from './checks/retraining.ts';
import { makeClients, type Clients } from './clients.ts';
import { readExpected, type Expected } from './expected.ts';
import { doctorReport, renderDoctor, type DoctorReport } from './render.ts';
import { defaultOutdir, emulatorOutdir, synthesise } from './synthesise.ts';

export interface DoctorOptions {
  readonly env: string;
  readonly json: boolean;
  /** Plan every stack too. */
  readonly plan: boolean;
  /** The AWS on this machine in place of the account. */
  readonly emulator: boolean;
  /** Where the emulator listens. */
  readonly port: number;
  /** Stacks that are there already, in place of those of the code as it is. */
  readonly stacks?: string | undefined;
}

/** `modelkeep doctor`: 0 where all is as it should be (warnings included), 1 where a check failed. */
export async function runDoctor({ env, json, plan, emulator, port, stacks }: DoctorOptions): Promise<number> {
  if (!/^[a-z][a-z0-9]{1,9}$/.test(env))
    throw new UsageError(
      `--env: got ${JSON.stringify(env)}, expected the name of an environment, as in stacks/environments`,
    );
  const expected = await expectedOf({ env, emulator, port, stacks });
  const endpoint = emulator ? `http://127.0.0.1:${port}` : undefined;
  const report = await examine(
    expected,
    makeClients({ region: expected.region, endpoint }),
    plan ? planBy(env, emulator ? port : undefined) : undefined,
  );
  await writeText('-', json ? `${JSON.stringify(report, null, 2)}\n` : renderDoctor(report));
  return report.healthy ? 0 : 1;
}

/** The code as it is; on the emulator, whose account is another, what was deployed there. */
async function expectedOf({
  env,
  emulator,
  port,
  stacks,
}: Pick<DoctorOptions, 'env' | 'emulator' | 'port' | 'stacks'>): Promise<Expected> {
  if (stacks !== undefined) return readExpected(stacks, env);
  if (emulator) return readExpected(emulatorOutdir(port), env, `npm run deploy -- --env ${env} --emulator`);
  await synthesise(env, defaultOutdir);
  return readExpected(defaultOutdir, env);
}

/**
 * All checks.
 * @throws UsageError where AWS cannot be asked at all: no credentials, expired ones, nothing at the address.
 */
export async function examine(
  expected: Expected,
  clients: Clients,
  planStacks?: PlanStacks,
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
    if (planStacks) groups.push(await checkInfrastructure(planStacks, expected));
    return doctorReport(expected, groups.flat());
  } catch (error) {
    if (!isFatal(error)) throw error;
    throw new UsageError(
      `AWS cannot be asked (${error.name}: ${error.message}); give credentials of account ${expected.accountId}, as by aws sso login, or start the emulator: npm run emulator -- up`,
      { cause: error },
    );
  }
}
