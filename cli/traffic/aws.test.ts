import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  GetAliasCommand,
  LambdaClient,
  PreconditionFailedException,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { alarmRings, lambdaAlias } from './aws.ts';
import { AliasChangedError } from './shift.ts';

const lambda = mockClient(LambdaClient);
const cloudWatch = mockClient(CloudWatchClient);
const settings = { region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
const alias = lambdaAlias(new LambdaClient(settings), 'predict', 'live');
const rings = alarmRings(new CloudWatchClient(settings), 'canary');

describe('what a shift says to AWS', () => {
  beforeEach(() => {
    lambda.reset();
    cloudWatch.reset();
  });

  test('reads versions and shares', async () => {
    lambda
      .on(GetAliasCommand)
      .resolvesOnce({
        FunctionVersion: '7',
        RevisionId: 'r1',
        RoutingConfig: { AdditionalVersionWeights: { 8: 0.1 } },
      })
      .resolves({ FunctionVersion: '7', RevisionId: 'r2' });
    expect(await alias.read()).toEqual({
      version: '7',
      revision: 'r1',
      canary: { version: '8', share: 0.1 },
    });
    expect(await alias.read()).toEqual({ version: '7', revision: 'r2' });
  });

  test('writes a share, takes it away again, and only where nobody else wrote', async () => {
    lambda.on(UpdateAliasCommand).resolves({ RevisionId: 'r2' });
    expect(await alias.write({ version: '7', canary: { version: '8', share: 0.1 } }, 'r1')).toEqual({
      revision: 'r2',
    });
    await alias.write({ version: '8' }, 'r2');
    const of = { FunctionName: 'predict', Name: 'live' };
    expect(lambda.commandCalls(UpdateAliasCommand).map(({ args }) => args[0].input)).toEqual([
      {
        ...of,
        FunctionVersion: '7',
        RoutingConfig: { AdditionalVersionWeights: { 8: 0.1 } },
        RevisionId: 'r1',
      },
      { ...of, FunctionVersion: '8', RoutingConfig: { AdditionalVersionWeights: {} }, RevisionId: 'r2' },
    ]);
    lambda.on(UpdateAliasCommand).rejects(new PreconditionFailedException({ message: 'no', $metadata: {} }));
    await expect(alias.write({ version: '7' }, 'r2')).rejects.toThrow(AliasChangedError);
  });

  test('an alarm that is not there is no silent alarm', async () => {
    cloudWatch
      .on(DescribeAlarmsCommand)
      .resolvesOnce({ MetricAlarms: [{ StateValue: 'ALARM' }] })
      .resolvesOnce({ MetricAlarms: [{ StateValue: 'INSUFFICIENT_DATA' }] })
      .resolves({});
    expect([await rings(), await rings()]).toEqual([true, false]);
    await expect(rings()).rejects.toThrow('alarm canary: got none of this name');
  });
});
