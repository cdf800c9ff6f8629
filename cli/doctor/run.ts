import { UsageError } from '../errors.ts';
import { writeText } from '../io/files.ts';
import { isFatal, type Check } from './check.ts';
import { checkAlarms, checkSecrets, checkSubscribers } from './checks/alerts.ts';
import { checkEndpoints } from './checks/endpoints.ts';
import { checkFunctions } from './checks/functions.ts';
import { checkInfrastructure, planBy, type PlanStacks } from './checks/infrastructure.ts';
import { checkRegistry, registeredBy } from './checks/registry.ts';
import { checkRetraining } from './checks/retraining.ts';
import { makeClients, type Clients } from './clients.ts';
import { readDeployed, type DeployedOptions } from './deployed.ts';
import type { Expected } from './expected.ts';
import { doctorReport, renderDoctor, type DoctorReport } from './render.ts';

export interface DoctorOptions extends DeployedOptions {
  readonly json: boolean;
  /** Plan every stack too. */
  readonly plan: boolean;
}

/** `modelkeep doctor`: 0 where all is as it should be (warnings included), 1 where a check failed. */
export async function runDoctor({ env, json, plan, emulator, port, stacks }: DoctorOptions): Promise<number> {
  const expected = await readDeployed({ env, emulator, port, stacks });
  const endpoint = emulator ? `http://127.0.0.1:${port}` : undefined;
  const report = await examine(
    expected,
    makeClients({ region: expected.region, endpoint }),
    plan ? planBy(env, emulator ? port : undefined) : undefined,
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
      checkEndpoints(clients.sagemaker, expected, registeredBy(clients, expected)),
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
