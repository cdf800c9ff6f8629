import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  GetAliasCommand,
  type LambdaClient,
  PreconditionFailedException,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { AliasChangedError, type AliasRoute, type TrafficPorts } from './shift.ts';

/** An alias of Lambda. */
export function lambdaAlias(client: LambdaClient, functionName: string, name: string): TrafficPorts['alias'] {
  const of = { FunctionName: functionName, Name: name };
  return {
    read: async () => {
      const {
        FunctionVersion = '',
        RoutingConfig,
        RevisionId = '',
      } = await client.send(new GetAliasCommand(of));
      const [second] = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
      return {
        version: FunctionVersion,
        revision: RevisionId,
        ...(second === undefined ? {} : { canary: { version: second[0], share: second[1] } }),
      };
    },
    write: async ({ version, canary }: AliasRoute, revision) => {
      try {
        const { RevisionId = '' } = await client.send(
          new UpdateAliasCommand({
            ...of,
            FunctionVersion: version,
            // Empty takes the second version away; left out would leave it.
            RoutingConfig: {
              AdditionalVersionWeights: canary === undefined ? {} : { [canary.version]: canary.share },
            },
            ...(revision === '' ? {} : { RevisionId: revision }),
          }),
        );
        return { revision: RevisionId };
      } catch (error) {
        if (error instanceof PreconditionFailedException)
          throw new AliasChangedError(`${functionName}:${name}: somebody else moved the alias meanwhile`);
        throw error;
      }
    },
  };
}

/** @throws Error where there is no alarm of this name: what is not there stays silent for ever. */
export const alarmRings =
  (client: CloudWatchClient, alarmName: string): TrafficPorts['rings'] =>
  async () => {
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames: [alarmName], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    );
    const state = [...MetricAlarms, ...CompositeAlarms][0]?.StateValue;
    if (state === undefined) throw new Error(`alarm ${alarmName}: got none of this name`);
    return state === 'ALARM';
  };
