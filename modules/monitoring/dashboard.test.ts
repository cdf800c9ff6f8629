import { expect, test } from '@jest/globals';
import { problemsOf, synth } from '../testing/synth.ts';
import { Dashboard, type DashboardRow } from './dashboard.ts';
import type { Metric } from './metric.ts';

const calls: Metric = {
  namespace: 'AWS/Lambda',
  name: 'Invocations',
  dimensions: { FunctionName: 'predict' },
  statistic: 'Sum',
  periodSeconds: 300,
};
const errors = { ...calls, name: 'Errors' };
const share = { expression: 'errors / calls', label: 'Share', metrics: { errors, calls } };

const widgetsOf = (rows: readonly DashboardRow[]): unknown => {
  const made = synth((scope) => new Dashboard(scope, 'd', { name: 'dev', region: 'eu-central-1', rows }));
  return (JSON.parse(String(made.only('aws_cloudwatch_dashboard')['dashboard_body'])) as { widgets: unknown })
    .widgets;
};

test('rows share the page and stand below each other', () => {
  const text = { kind: 'text', markdown: '# Health' } as const;
  const graph = { kind: 'graph', title: 'Calls', lines: [{ metric: calls }] } as const;
  expect(widgetsOf([{ height: 2, widgets: [text] }, { widgets: [graph, graph, graph] }])).toEqual([
    expect.objectContaining({ x: 0, y: 0, width: 24, height: 2, type: 'text' }),
    expect.objectContaining({ x: 0, y: 2, width: 8, height: 6, type: 'metric' }),
    expect.objectContaining({ x: 8, y: 2, width: 8, height: 6 }),
    expect.objectContaining({ x: 16, y: 2, width: 8, height: 6 }),
  ]);
});

test('a line is what CloudWatch reads; an expression hides its metrics, under ids of its own', () => {
  const lines = [{ metric: calls, label: 'Calls' }, { metric: share }, { metric: share }];
  expect(widgetsOf([{ widgets: [{ kind: 'graph', title: 'x', lines }] }])).toMatchObject([
    {
      properties: {
        metrics: [
          [
            'AWS/Lambda',
            'Invocations',
            'FunctionName',
            'predict',
            { stat: 'Sum', period: 300, label: 'Calls' },
          ],
          [{ expression: 'errors_1 / calls_1', id: 'e1', label: 'Share' }],
          ['AWS/Lambda', 'Errors', 'FunctionName', 'predict', { id: 'errors_1', visible: false }],
          ['AWS/Lambda', 'Invocations', 'FunctionName', 'predict', { id: 'calls_1', visible: false }],
          [{ expression: 'errors_2 / calls_2', id: 'e2', label: 'Share' }],
          ['AWS/Lambda', 'Errors', 'FunctionName', 'predict', { id: 'errors_2' }],
          ['AWS/Lambda', 'Invocations', 'FunctionName', 'predict', { id: 'calls_2' }],
        ],
      },
    },
  ]);
});

test('numbers, alarms and log queries', () => {
  const rows: DashboardRow[] = [
    {
      widgets: [
        { kind: 'number', title: 'Now', lines: [{ metric: calls }] },
        { kind: 'alarms', title: 'Alarms', alarmArns: ['arn:a'] },
        { kind: 'log', title: 'Errors', logGroupNames: ['/a', '/b'], query: 'filter level = 50' },
      ],
    },
  ];
  expect(widgetsOf(rows)).toMatchObject([
    { properties: { view: 'singleValue' } },
    { type: 'alarm', properties: { alarms: ['arn:a'] } },
    { type: 'log', properties: { query: `SOURCE '/a' | SOURCE '/b' | filter level = 50` } },
  ]);
});

test('an empty row fails the synth', () => {
  const rows = [{ widgets: [] }];
  expect(
    problemsOf((scope) => new Dashboard(scope, 'd', { name: 'dev', region: 'eu-central-1', rows })),
  ).toContain('[test/d] rows[0].widgets (their number): got 0');
});
