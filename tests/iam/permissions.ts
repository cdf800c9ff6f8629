import { expect, test } from '@jest/globals';
import { type AllowedAction, uses } from '../../domain/function-contract.ts';
import { endpointOfAction } from '../../modules/network/endpoints.ts';
import { machineFunctions } from '../../stacks/functions/contracts.ts';
import { tooWide, unknownName, wrongResource } from './action-names.ts';
import { Planned, type PlannedFunction } from './planned.ts';
import { asked, type Asked, askedOfKey, askedOfLogs } from './requests.ts';
import { sensitive } from './sensitive.ts';
import { neededByServices, refusedToServices, type ServiceRequest } from './services.ts';
import type { EnvironmentPlans } from '../stacks/plans.ts';

const everyAction: readonly AllowedAction[] = Object.values(uses).flat();
const idOf = ({ action, on }: AllowedAction): string => `${action} on ${on}`;
const show = ({ action, resource }: Asked): string => `${action} on ${resource}`;

/** Variables of all functions together: what another function asks for, by its name. */
const allVariables = ({ functions }: Planned): Readonly<Record<string, string>> =>
  Object.assign({}, ...functions.map(({ variables }) => variables)) as Readonly<Record<string, string>>;

/** The endpoint that a call of a function in the network leaves by. */
const wayOut = ({ isInNetwork }: PlannedFunction, action: string): string | undefined =>
  isInNetwork ? endpointOfAction(action) : undefined;

/** Tests that the permissions in the plans of an environment are exactly those that are needed. */
export function testPermissions(name: string, plansOf: () => EnvironmentPlans): void {
  let made: Planned | undefined;
  const planned = (): Planned => (made ??= new Planned(plansOf().environment, [...plansOf().plans.values()]));

  test(`${name}: each function may do what its contract says, with the key and its log`, () => {
    const world = planned();
    expect(world.functions.length).toBeGreaterThan(20);
    const refused = world.functions.flatMap((one) => {
      const calls = one.contract.actions.flatMap((action) => asked(world, action, one.variables));
      return [
        ...calls.filter((call) => world.ofRole(one.roleName, call, wayOut(one, call.action)) !== 'allow'),
        ...[...askedOfKey(world, one), ...askedOfLogs(world, one)].filter(
          (call) => world.ofRole(one.roleName, call) !== 'allow',
        ),
      ].map((call) => `${one.name}: ${show(call)}`);
    });
    expect(refused).toEqual([]);
  });

  test(`${name}: no function may do what only another's contract says`, () => {
    const world = planned();
    const variables = allVariables(world);
    const allowed = world.functions.flatMap(({ roleName, contract }) => {
      const own = new Set(contract.actions.map(idOf));
      return (
        everyAction
          .filter((action) => !own.has(idOf(action)))
          // Photographs are objects: who may put any object may put one of them.
          .filter((action) => action.on !== 'photographs' || !own.has(idOf({ ...action, on: 'objects' })))
          .flatMap((action) => asked(world, action, variables))
          .filter((call) => world.ofRole(roleName, call) === 'allow')
          .map((call) => `${roleName}: ${show(call)}`)
      );
    });
    expect(allowed).toEqual([]);
  });

  test(`${name}: no role may do what nobody should`, () => {
    const world = planned();
    const calls = sensitive(world);
    expect(calls.length).toBeGreaterThan(80);
    const allowed = world.roleNames.flatMap((role) =>
      calls.filter((call) => world.ofRole(role, call) === 'allow').map((call) => `${role}: ${show(call)}`),
    );
    expect(allowed).toEqual([]);
  });

  test(`${name}: the state machine and the schedules may call their functions and no others`, () => {
    const world = planned();
    const invoke = (role: string, functionArn: string) =>
      world.ofRole(role, { action: 'lambda:InvokeFunction', resource: functionArn });
    const arnOf = (functionName: string): string => world.arn('lambda', `function:${functionName}`);
    const machine = String(world.of('aws_sfn_state_machine')[0]?.['name']);
    const called = world.functions
      .filter((one) => invoke(machine, arnOf(one.name)) === 'allow')
      .map(({ contract }) => contract.name);
    expect(called.toSorted()).toEqual(machineFunctions.map((contract) => contract.name).toSorted());
    const schedules = world.of('aws_scheduler_schedule').map((schedule) => {
      const [target] = schedule['target'] as readonly { readonly arn: string }[];
      return {
        name: String(schedule['name']),
        role: `${String(schedule['name'])}-call`,
        target: target!.arn,
      };
    });
    expect(schedules.length).toBeGreaterThan(2);
    for (const { name: schedule, role, target } of schedules) {
      expect(
        world.functions.map((one) => arnOf(one.name)).filter((arn) => invoke(role, arn) === 'allow'),
      ).toEqual([target]);
      const context = {
        'kms:EncryptionContext:aws:scheduler:schedule:arn': world.arn(
          'scheduler',
          `schedule/default/${schedule}`,
        ),
      };
      expect(world.ofRole(role, { action: 'kms:Decrypt', resource: world.keyArn, context })).toBe('allow');
    }
  });

  test(`${name}: services of AWS may deliver what is set up, for this account alone`, () => {
    const world = planned();
    const decide = ({ service, ...request }: ServiceRequest) => world.ofService(service, request);
    const line = (request: ServiceRequest): string => `${request.service}: ${show(request)}`;
    const needed = neededByServices(world);
    expect(needed.filter((one) => decide(one) !== 'allow').map(line)).toEqual([]);
    expect(
      refusedToServices(world)
        .filter((one) => decide(one) === 'allow')
        .map(line),
    ).toEqual([]);
    const topics = world.of('aws_sns_topic').map((one) => world.arn('sns', String(one['name'])));
    const published = needed.filter(({ action }) => action === 'sns:Publish');
    expect(published.filter(({ resource }) => !topics.includes(resource)).map(line)).toEqual([]);
  });

  test(`${name}: AWS knows each action, on this kind of resource; all resources only where it knows none`, async () => {
    const world = planned();
    const actions = new Set(
      world.statements.flatMap((one) => [...(one.actions ?? []), ...(one.notActions ?? [])]),
    );
    const calls = world.functions.flatMap(({ contract, variables }) =>
      contract.actions.flatMap((action) => asked(world, action, variables)),
    );
    const distinct = [...new Map(calls.map((call) => [show(call), call])).values()];
    const ofRoles = world.roleNames.flatMap((role) => world.roleStatements(role));
    const problems = await Promise.all([
      ...[...actions].map(unknownName),
      ...distinct.map(wrongResource),
      ...ofRoles.map(tooWide),
    ]);
    expect(problems.flat().filter((problem) => problem !== undefined)).toEqual([]);
  });
}
