import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { jsonHash } from '../json-hash.ts';
import { checking, failed, ok, type Check } from '../check.ts';
import type { Clients } from '../clients.ts';
import { arnOf, type Expected } from '../expected.ts';

export const machineArn = (expected: Expected, name: string): string =>
  arnOf(expected, 'states', `stateMachine:${name}`);

/** The state machine is the one of the code, and everything that starts it is switched on. */
export async function checkRetraining(
  { states, scheduler, events }: Clients,
  expected: Expected,
): Promise<readonly Check[]> {
  const deploy = `npm run deploy -- --env ${expected.environment}`;
  const switchedOff = `somebody switched it off; ${deploy} switches it on. to stop a use case, pause it instead (docs/runbook.md)`;
  return Promise.all([
    ...expected.stateMachines.map(({ name, definition }) =>
      checking('state machine', name, `definition ${jsonHash(definition)}`, async () => {
        const found = await states.send(
          new DescribeStateMachineCommand({ stateMachineArn: machineArn(expected, name) }),
        );
        const want = `definition ${jsonHash(definition)}`;
        const got = `definition ${jsonHash(found.definition ?? '{}')}`;
        if (found.status === 'DELETING') return failed(want, 'a state machine that is being deleted', deploy);
        return got === want ? ok(want) : failed(want, got, deploy);
      }),
    ),
    ...expected.schedules.map(({ name, expression }) =>
      checking('schedules', name, expression, async () => {
        const found = await scheduler.send(new GetScheduleCommand({ Name: name }));
        if (found.State !== 'ENABLED') return failed('ENABLED', found.State ?? 'no state', switchedOff);
        const got = found.ScheduleExpression ?? 'no expression';
        return got === expression ? ok(expression) : failed(expression, got, deploy);
      }),
    ),
    ...expected.rules.map(({ name, busName, pattern }) =>
      checking('event rules', name, `pattern ${jsonHash(pattern)}`, async () => {
        const found = await events.send(
          new DescribeRuleCommand({
            Name: name,
            ...(busName === undefined ? {} : { EventBusName: busName }),
          }),
        );
        if (found.State?.startsWith('ENABLED') !== true)
          return failed('ENABLED', found.State ?? 'no state', switchedOff);
        const got = `pattern ${jsonHash(found.EventPattern ?? '{}')}`;
        return got === `pattern ${jsonHash(pattern)}`
          ? ok(got)
          : failed(`pattern ${jsonHash(pattern)}`, got, deploy);
      }),
    ),
  ]);
}
