import { describe, expect, test } from '@jest/globals';
import { task } from '../../tests/local/toy-platform.ts';
import { lintDefinition } from './lint.ts';

const catchAll = { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Out' }] };
const good = {
  StartAt: 'Work',
  States: {
    Work: task('work', { ...catchAll, Next: 'Pick' }),
    Pick: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'Out' }], Default: 'Out' },
    Out: { Type: 'Succeed' },
  },
};
const withWork = (change: object) => ({
  ...good,
  States: { ...good.States, Work: { ...good.States.Work, ...change } },
});
const rules = (definition: unknown) => lintDefinition(definition).map(({ rule }) => rule);

describe('lintDefinition', () => {
  test('finds nothing where there is nothing', () => {
    expect(lintDefinition(good)).toEqual([]);
  });

  test.each([
    ['no timeout', withWork({ TimeoutSeconds: undefined }), 'task-timeout'],
    ['a timeout of 24 days', withWork({ TimeoutSeconds: 24 * 86_400 }), 'task-timeout'],
    ['no Catch', withWork({ Catch: undefined }), 'every-way-out'],
    [
      'a Catch that lets errors through',
      withWork({ Catch: [{ ErrorEquals: ['X'], Next: 'Out' }] }),
      'every-way-out',
    ],
    [
      'a Choice without Default',
      { ...good, States: { ...good.States, Pick: { ...good.States.Pick, Default: undefined } } },
      'every-way-out',
    ],
    ['a machine timeout', { ...good, TimeoutSeconds: 60 }, 'no-machine-timeout'],
    ['JSONata', { ...good, QueryLanguage: 'JSONata' }, 'json-path-only'],
    ['Assign', withWork({ Assign: { a: 1 } }), 'same-on-both'],
    ['a heartbeat', withWork({ HeartbeatSeconds: 5 }), 'same-on-both'],
    ['ResultPath $', withWork({ ResultPath: '$' }), 'same-on-both'],
    [
      'a Catch with ResultPath $',
      withWork({ Catch: [{ ...catchAll.Catch[0], ResultPath: '$' }] }),
      'same-on-both',
    ],
    [
      'the execution input',
      withWork({ Parameters: { FunctionName: 'f', 'Payload.$': '$$.Execution.Input.a' } }),
      'same-on-both',
    ],
    [
      'a parsed Cause',
      withWork({ Parameters: { FunctionName: 'f', 'Payload.$': 'States.StringToJson($.error.Cause)' } }),
      'same-on-both',
    ],
    ['another service', withWork({ Resource: 'arn:aws:states:::sns:publish' }), 'lambda-only'],
    ['no function name', withWork({ Parameters: {} }), 'lambda-only'],
    [
      'a token that nobody gets',
      withWork({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
      'token-passed',
    ],
    [
      'a Parallel',
      { ...good, States: { ...good.States, P: { Type: 'Parallel', Branches: [], End: true } } },
      'supported-type',
    ],
    ['an unknown next state', withWork({ Next: 'Nowhere' }), 'graph'],
    [
      'a state that nothing leads to',
      { ...good, States: { ...good.States, X: { Type: 'Succeed' } } },
      'graph',
    ],
    ['a Fail without a name', { ...good, States: { ...good.States, Out: { Type: 'Fail' } } }, 'named-error'],
    ['no definition', 'x', 'supported-type'],
  ])('%s', (_, definition, rule) => {
    expect(rules(JSON.parse(JSON.stringify(definition)))).toContain(rule);
  });
});
