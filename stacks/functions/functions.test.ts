import { readdirSync, existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { endpointOfAction } from '../../modules/network/endpoints.ts';
import { checkStatements } from '../../modules/security/statement.ts';
import { environmentNamed } from '../environments/index.ts';
import { neededEndpoints } from './needed-endpoints.ts';
import { Names } from '../names.ts';
import type { Shared } from '../shared.ts';
import { contracts } from './contracts.ts';
import { environmentOf } from './environment.ts';
import { statementsOf } from './statements.ts';

const environment = environmentNamed('dev');
const names = new Names(environment);
const arn = (service: string, resource: string): string =>
  `arn:aws:${service}:eu-central-1:111122223333:${resource}`;
const shared: Shared = {
  keyArn: arn('kms', 'key/1'),
  slackSecretArn: arn('secretsmanager', 'secret:slack'),
  pseudonymSecretArn: arn('secretsmanager', 'secret:pseudonym'),
  network: undefined,
};
const folder = path.join(import.meta.dirname, '../../functions');

describe('the functions', () => {
  test('are all that have a folder', () => {
    const folders = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'lambda.ts')));
    expect(contracts.map(({ name }) => name).sort()).toEqual(folders.sort());
  });

  test('every variable that a contract names has a value', () => {
    for (const contract of contracts) {
      const given = {
        environment: { ...environment, consoleUrl: 'https://example.org' },
        names,
        shared: {
          ...shared,
          network: { vpcId: 'vpc-1', subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'], reaches: [] },
        },
        useCase: 'x',
      };
      expect(Object.keys(environmentOf(contract, given)).sort()).toEqual([...contract.environment].sort());
    }
  });

  test('a variable that nobody knows fails the synth', () => {
    const contract = { ...contracts[0]!, environment: ['RECORDS_TABEL'] };
    expect(() => environmentOf(contract, { environment, names, shared })).toThrow('reads RECORDS_TABEL');
  });
});

describe.each(contracts.map((contract) => [contract.name, contract] as const))('%s', (_, contract) => {
  const statements = statementsOf(contract, names, shared);

  test('may do what its contract says, and use the key, and nothing else', () => {
    const granted = new Set(statements.flatMap(({ actions }) => actions));
    const wanted = new Set(contract.actions.map(({ action }) => action as string));
    expect([...granted].filter((action) => !action.startsWith('kms:')).sort()).toEqual([...wanted].sort());
  });

  test('on named resources, or with a reason; the key for one service at a time', () => {
    expect(checkStatements('statements', statements).filter((problem) => problem !== undefined)).toEqual([]);
    for (const { actions, resources, conditions, anyResourceBecause } of statements) {
      if (resources.includes('*')) expect(anyResourceBecause).toMatch(/\w+ \w+/);
      if (actions.some((action) => action.startsWith('kms:')))
        expect(conditions).toEqual({
          StringEquals: { 'kms:ViaService': expect.stringMatching(/^\w+\.eu-central-1/) },
          ...(actions.includes('kms:CreateGrant') && { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
        });
    }
  });

  test('every statement has a name of its own', () => {
    const sids = statements.map(({ sid }) => sid);
    expect(new Set(sids).size).toBe(sids.length);
  });

  test('every action has a way out of the private network, or the function stands outside', () => {
    const reached = new Set<unknown>([...neededEndpoints(), 's3', 'dynamodb']);
    const stuck = contract.actions.filter(({ action }) => !reached.has(endpointOfAction(action)));
    expect(contract.needsInternet === true ? [] : stuck).toEqual([]);
  });
});

test('a reader of objects may not make data keys; a writer may', () => {
  const key = (name: string) =>
    statementsOf(
      contracts.find((contract) => contract.name === name)!,
      names,
      shared,
    ).find(({ sid }) => sid === 'KeyS3')?.actions;
  expect(key('read-monitoring')).toEqual(['kms:Decrypt']);
  // Photographs alone, which it keeps under one prefix.
  expect(key('predict')).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
  expect(key('detect-drift')).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
});

test('the endpoints are those that the contracts need, with those of jobs', () => {
  expect(neededEndpoints()).toEqual([
    'events',
    'logs',
    'monitoring',
    'sagemaker.api',
    'sagemaker.runtime',
    'secretsmanager',
    'sns',
    'states',
  ]);
});
