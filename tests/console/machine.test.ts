import { expect, test } from '@jest/globals';
import { nodes } from '../../console/src/pages/retraining/machine.ts';
import { retrainingDefinition } from '../../pipelines/retraining/definition.ts';

test('the drawing has every task and outcome of the state machine, and nothing else', () => {
  const { States } = retrainingDefinition({ functionArn: (name) => name });
  const drawn = Object.entries(States)
    .filter(([, { Type }]) => Type === 'Task' || Type === 'Pass')
    .map(([name]) => name);
  expect(nodes.map(({ name }) => name).sort()).toEqual(drawn.sort());
});
