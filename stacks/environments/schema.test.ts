import { describe, expect, test } from '@jest/globals';
import { environmentNamed, environments } from './index.ts';
import { defineEnvironment, type EnvironmentDefinition } from './schema.ts';

const minimal: EnvironmentDefinition = {
  name: 'test',
  accountId: '123456789012',
  region: 'eu-central-1',
  owner: 'a team',
  costCenter: 'a centre',
  runbookUrl: 'https://example.org/runbook.md',
};
/** What TypeScript would refuse, as a file in JSON or an `as` could bring it. */
const wrong = (change: object): string => {
  try {
    defineEnvironment({ ...minimal, ...change });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

describe('an environment', () => {
  test('is careful where nothing is said', () => {
    expect(defineEnvironment(minimal)).toMatchObject({
      namePrefix: 'modelkeep',
      network: { kind: 'none' },
      logRetentionDays: 30,
      auditRetentionYears: 6,
      budgetUsdPerMonth: 500,
      lambdaRuntime: 'nodejs22.x',
      protect: true,
      backend: { kind: 's3' },
    });
  });

  test.each([
    [
      { network: { kind: 'private', cird: '10.1.0.0/16' } },
      'environment "test": network.cird: got an unknown field, expected no field of this name (check its spelling)',
    ],
    [{ budgetUsdPerMonht: 5 }, 'environment "test": budgetUsdPerMonht: got an unknown field'],
    [{ accountId: '1234' }, 'environment "test": accountId: got "1234", expected'],
    [{ alertEmails: { critical: ['nobody'] } }, 'environment "test": alertEmails.critical[0]: got "nobody"'],
    [{ logRetentionDays: 31 }, 'environment "test": logRetentionDays: got 31, expected one of 1, 3, 5'],
    [{ mlflowTrackingUri: 'https://name:word@example.org' }, 'environment "test": mlflowTrackingUri: got'],
    [{ network: { kind: 'public' } }, 'environment "test": network.kind: got "public", expected'],
    [{ namePrefix: 'much-too-long-for-a-bucket' }, 'environment "test": namePrefix: got'],
  ])('%j fails in one line with its path', (change, message) => {
    expect(wrong(change)).toContain(message);
    expect(wrong(change)).not.toContain('\n');
  });

  test('each names an account of its own, and hipaa stands in a private network', () => {
    expect(new Set(environments.map(({ accountId }) => accountId)).size).toBe(environments.length);
    expect(environmentNamed('hipaa').network.kind).toBe('private');
    expect(environments.filter(({ protect }) => !protect).map(({ name }) => name)).toEqual(['dev']);
  });

  test('an unknown one is answered with those there are', () => {
    expect(() => environmentNamed('devv')).toThrow(
      '--env: got "devv", expected one of dev, staging, prod, hipaa',
    );
  });
});
