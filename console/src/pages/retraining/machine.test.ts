import { expect, test } from '@jest/globals';
import { edges, isLit, litNodes, nodes, type Visit } from './machine.ts';

const visits: Visit[] = [
  { id: 1, name: 'CheckDataAvailability', status: 'Succeeded' },
  { id: 2, name: 'EnoughData?', status: 'Succeeded' },
  { id: 3, name: 'StartPipeline', status: 'Succeeded' },
  { id: 4, name: 'CheckPipelineStatus', status: 'Succeeded' },
  { id: 5, name: 'CheckPipelineStatus', status: 'Failed' },
  { id: 6, name: 'EvaluateModel', status: 'Running' },
];

test('the last visit of a state counts', () => {
  const lit = litNodes(visits);
  expect(lit.get('CheckPipelineStatus')).toEqual({ id: 5, state: 'failed', times: 2 });
  expect(lit.get('EvaluateModel')).toEqual({ id: 6, state: 'running', times: 1 });
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
