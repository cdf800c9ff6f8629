import { expect, test } from '@jest/globals';
import { problemsOf, synth } from '../testing/synth.ts';
import { Budget } from './budget.ts';

const topicArn = 'arn:aws:sns:eu-central-1:123456789012:warning';
const props = { name: 'dev', limitUsdPerMonth: 500, topicArn };

test('tells at 80 and 100 percent, and when the month will pass its limit', () => {
  const budget = synth((scope) => new Budget(scope, 'b', props)).only('aws_budgets_budget');
  expect(budget).toMatchObject({ limit_amount: '500.00', limit_unit: 'USD', time_unit: 'MONTHLY' });
  expect(budget['notification']).toMatchObject([
    { threshold: 80, notification_type: 'ACTUAL', subscriber_sns_topic_arns: [topicArn] },
    { threshold: 100, notification_type: 'ACTUAL' },
    { threshold: 100, notification_type: 'FORECASTED' },
  ]);
});

test('counts one tag only where one is given', () => {
  const tag = { key: 'environment', values: ['dev'] };
  expect(
    synth((scope) => new Budget(scope, 'b', { ...props, tag })).only('aws_budgets_budget'),
  ).toMatchObject({
    cost_filter: [{ name: 'TagKeyValue', values: ['user:environment$dev'] }],
  });
});

test('a limit of nothing fails the synth', () => {
  expect(problemsOf((scope) => new Budget(scope, 'b', { ...props, limitUsdPerMonth: 0 }))).toContain(
    '[test/b] limitUsdPerMonth: got 0, expected more than 0',
  );
});
