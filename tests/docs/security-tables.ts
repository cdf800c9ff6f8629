/**
 * The tables of docs/security.md that are made from the functions' contracts. `npm run docs:security` writes them anew; a test
 * fails where the page says something else.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { contracts } from '../../stacks/functions/contracts.ts';

const page = path.join(import.meta.dirname, '../../docs/security.md');
export const securityPage = (): string => readFileSync(page, 'utf8');

const scopes = ['reader', 'clinician', 'approver', 'admin'] as const;

/** By the mark of each table: its rows, cells between bars. */
export const expectedRows = {
  routes: (): readonly string[] => {
    const routes = contracts.flatMap(({ name, routes: own = [] }) =>
      own.map(({ method, path: route, scope }) => ({ scope, words: `\`${method} ${route}\` (${name})` })),
    );
    return scopes.map(
      (scope) =>
        `${scope}|${routes
          .filter((one) => one.scope === scope)
          .map(({ words }) => words)
          .join(', ')}`,
    );
  },
  functions: (): readonly string[] =>
    contracts.map(({ name, actions }) => {
      const byResource = Map.groupBy(actions, ({ on }) => on);
      const words = [...byResource].map(
        ([on, of]) => `${on}: ${[...new Set(of.map(({ action }) => action))].join(', ')}`,
      );
      return `${name}|${words.length === 0 ? 'nothing' : words.join('; ')}`;
    }),
} as const;
export type TableMark = keyof typeof expectedRows;

/** The rows of the table between two marks, without the padding that the formatter adds. */
export function rowsOf(text: string, mark: TableMark): readonly string[] {
  const table = text.split(`<!-- ${mark} -->`)[1]?.split(`<!-- /${mark} -->`)[0] ?? '';
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((row) => row.replaceAll(/ *\| */g, '|').slice(1, -1));
}

/** The page with the rows of a table made anew under the head that it has. */
function withTable(text: string, mark: TableMark): string {
  const [before = '', rest = ''] = text.split(`<!-- ${mark} -->`);
  const [table = '', after = ''] = rest.split(`<!-- /${mark} -->`);
  const head = table.trim().split('\n').slice(0, 2);
  const rows = expectedRows[mark]().map((row) => `|${row}|`);
  return `${before}<!-- ${mark} -->\n\n${[...head, ...rows].join('\n')}\n\n<!-- /${mark} -->${after}`;
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(page, withTable(withTable(securityPage(), 'routes'), 'functions'));
