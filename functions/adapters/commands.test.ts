import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { uses } from '../../domain/function-contract.ts';
import { commandActions } from './commands.ts';

const folder = import.meta.dirname;
const sent = new Set(
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap(
      (file) => readFileSync(path.join(folder, file), 'utf8').match(/(?<=new )\w+Command(?=\()/g) ?? [],
    ),
);

test('the table names every command that the adapters send, and no other', () => {
  expect(Object.keys(commandActions).toSorted()).toEqual([...sent].toSorted());
});

test('every action can be given to a function by its contract', () => {
  const givable = Object.values(uses).flatMap((actions) => actions.map(({ action }) => action as string));
  for (const action of Object.values(commandActions).flat()) expect(givable).toContain(action);
});
