import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { contracts } from '../../stacks/functions/contracts.ts';

const text = readFileSync(path.join(import.meta.dirname, '../../docs/security.md'), 'utf8');
/** The rows of the table between two marks, without the padding that the formatter adds. */
const rowsOf = (mark: string): readonly string[] => {
  const table = text.split(`<!-- ${mark} -->`)[1]?.split(`<!-- /${mark} -->`)[0] ?? '';
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((row) => row.replaceAll(/ *\| */g, '|').slice(1, -1));
};
const grouped = (items: readonly (readonly [string, string])[]): string =>
  [...Map.groupBy(items, ([on]) => on)]
    .map(([on, of]) => `${on}: ${of.map(([, one]) => one).join(', ')}`)
    .join('; ');

test('which routes who may call is what the contracts say', () => {
  const routes = contracts.flatMap(({ name, routes: own = [] }) =>
    own.map(({ method, path: route, scope }) => ({ name, scope, route: `\`${method} ${route}\`` })),
  );
  expect(rowsOf('routes')).toEqual(
    ['reader', 'clinician', 'approver', 'admin'].map((scope) => {
      const own = routes.filter((one) => one.scope === scope);
      return `${scope}|${own.map(({ route, name }) => `${route} (${name})`).join(', ')}`;
    }),
  );
});

test('what each function may do is what its contract says', () => {
  expect(rowsOf('functions')).toEqual(
    contracts.map(({ name, actions }) => {
      const items = actions.map(({ action, on }) => [on, action] as const);
      return `${name}|${grouped([...new Map(items.map((item) => [item.join(' '), item])).values()])}`;
    }),
  );
});
