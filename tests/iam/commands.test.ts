import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import type { AllowedAction } from '../../domain/function-contract.ts';
import { contracts } from '../../stacks/functions/contracts.ts';
import { type CallGraph, callGraphOf } from './call-graph.ts';
import { neededActions } from './needed-actions.ts';

const root = path.join(import.meta.dirname, '../..');
const entryOf = (name: string): string => `functions/${name}/lambda.ts`;
const sorted = (actions: readonly AllowedAction[]): readonly string[] =>
  [...new Set(actions.map(({ action, on }) => `${action} on ${on}`))].sort();

let graph: CallGraph;
beforeAll(() => {
  graph = callGraphOf(
    root,
    contracts.map(({ name }) => entryOf(name)),
  );
}, 60_000);

test.each(contracts)(
  'the contract of $name has each action that its code can send, and no other',
  ({ name, actions }) => {
    const needed = sorted(neededActions(graph.from(entryOf(name))));
    const given = sorted(actions);
    expect({
      missing: needed.filter((action) => !given.includes(action)),
      tooMany: given.filter((action) => !needed.includes(action)),
    }).toEqual({ missing: [], tooMany: [] });
  },
);
