import { expect, test } from '@jest/globals';
import { edges, isLit, litNodes, nodes, type Visit } from './machine.ts';

const visits: Visit[] = [
  { name: 'CheckDataAvailability', status: 'Succeeded' },
  { name: 'EnoughData?', status: 'Succeeded' },
  { name: 'StartPipeline', status: 'Succeeded' },
  { name: 'CheckPipelineStatus', status: 'Succeeded' },
  { name: 'CheckPipelineStatus', status: 'Failed' },
  { name: 'EvaluateModel', status: 'Running' },
];

test('the last visit of a state counts', () => {
  const lit = litNodes(visits);
  expect(lit.get('CheckPipelineStatus')).toEqual({ state: 'failed', times: 2 });
  expect(lit.get('EvaluateModel')).toEqual({ state: 'running', times: 1 });
  expect(lit.get('DeployModel')).toBeUndefined();
});

test('arrows are lit along the way that was taken', () => {
  expect(isLit(visits, 'CheckDataAvailability', 'StartPipeline')).toBe(true);
  expect(isLit(visits, 'CheckPipelineStatus', 'EvaluateModel')).toBe(true);
  expect(isLit(visits, 'CheckDataAvailability', 'InsufficientData')).toBe(false);
});

test('no two states stand in one place, and each arrow has its ends', () => {
  expect(new Set(nodes.map(({ column, row }) => `${column}/${row}`)).size).toBe(nodes.length);
  const names = new Set(nodes.map(({ name }) => name));
  for (const [from, to] of edges) expect([names.has(from), names.has(to)]).toEqual([true, true]);
});
