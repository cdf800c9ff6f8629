import { describe, expect, test } from '@jest/globals';
import { type DeployCommand, DeployUsageError, parseOptions } from './options.ts';
import { inPhases, isWithin } from './phases.ts';

describe('the command line of a deployment', () => {
  test('what a person types', () => {
    expect(parseOptions('deploy', ['--env', 'dev', '--emulator'])).toMatchObject({
      environment: { name: 'dev' },
      emulatorPort: 5000,
      reviewed: undefined,
    });
    expect(parseOptions('deploy', ['--env', 'prod', '--reviewed', 'plans']).reviewed).toBe('plans');
    expect(parseOptions('deploy', ['--env', 'prod', '--confirm', 'prod']).emulatorPort).toBeUndefined();
    expect(
      parseOptions('deploy', ['--env', 'dev', '--from', 'retraining', '--until', 'serving']),
    ).toMatchObject({
      from: 'retraining',
      until: 'serving',
    });
    expect(parseOptions('plan', ['--env', 'dev', '--out', 'plans']).out).toBe('plans');
    expect(
      parseOptions('destroy', ['--env', 'dev', '--emulator', '--port', '5001', '--confirm', 'dev']),
    ).toMatchObject({
      emulatorPort: 5001,
    });
  });

  test.each<[DeployCommand, string, string]>([
    ['deploy', '', '--env: got nothing, expected the name of an environment'],
    ['deploy', '--env test', '--env: got "test", expected one of dev, staging, prod, hipaa'],
    ['deploy', '--env dev --out x', '--reviewed, --confirm'],
    ['deploy', '--env dev now', 'now'],
    ['deploy', '--env dev --port 5000', '--port: belongs to --emulator'],
    [
      'deploy',
      '--env dev --emulator --port 70000',
      '--port: got 70000, expected a whole number from 1 to 65535',
    ],
    ['deploy', '--env prod', 'deploy: prod is protected; give --reviewed'],
    ['deploy', '--env prod --confirm dev', '--confirm: got "dev", expected the environment\'s name, prod'],
    [
      'deploy',
      '--env dev --until foundatoin',
      '--until: got "foundatoin", expected one of bootstrap, foundation, ',
    ],
    [
      'deploy',
      '--env dev --from serving --until foundation',
      '--from serving: got a phase after --until foundation',
    ],
    ['destroy', '--env dev --from serving', '--from'],
    ['destroy', '--env dev', 'say --confirm dev to do it'],
    ['destroy', '--env dev --emulator', 'say --confirm dev to do it'],
  ])('%s %s is refused in one line', (command, line, message) => {
    const parse = (): unknown =>
      parseOptions(
        command,
        line.split(' ').filter((word) => word !== ''),
      );
    expect(parse).toThrow(DeployUsageError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow(/\n/);
  });
});

describe('the order of the stacks', () => {
  test('a part of it has two ends, both of them in it, each of them open where nothing is said', () => {
    expect(isWithin('bootstrap', {})).toBe(true);
    expect(isWithin('foundation', { until: 'foundation' })).toBe(true);
    expect(isWithin('retraining', { until: 'foundation' })).toBe(false);
    expect(isWithin('retraining', { from: 'retraining' })).toBe(true);
    expect(isWithin('foundation', { from: 'retraining' })).toBe(false);
  });

  test('what holds others up comes first; a stack of no phase is refused', () => {
    const ids = [
      'dev-serving-b',
      'dev-foundation',
      'dev-monitoring-a',
      'dev-retraining',
      'dev-serving-a',
      'dev-bootstrap',
    ];
    expect(inPhases('dev', ids).map((phase) => phase.map(({ id }) => id))).toEqual([
      ['dev-bootstrap'],
      ['dev-foundation'],
      ['dev-retraining'],
      ['dev-serving-b', 'dev-serving-a'],
      ['dev-monitoring-a'],
    ]);
    expect(() => inPhases('dev', ['dev-nowhere'])).toThrow('stack dev-nowhere: got no phase');
  });
});
