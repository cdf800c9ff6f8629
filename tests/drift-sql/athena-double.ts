import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  type GetQueryResultsInput,
  type StartQueryExecutionInput,
} from '@aws-sdk/client-athena';
import { mockClient } from 'aws-sdk-client-mock';

/**
 * Athena's API in front of another engine: answers in pages of a thousand texts, a header first, as Athena's are. Column
 * names are taken from the query: everything here ends with one SELECT whose columns are named by AS or are plain.
 */
export function scriptedAthena(run: (sql: string) => Promise<unknown[][]>): AthenaClient {
  const results = new Map<string, (string | null)[][]>();
  const client = new AthenaClient({ region: 'eu-central-1' });
  const mock = mockClient(client);
  mock
    .on(StartQueryExecutionCommand)
    .callsFake(async ({ QueryString: sql = '' }: StartQueryExecutionInput) => {
      const id = `query-${results.size}`;
      const rows = (await run(sql)).map((row) => row.map(textOf));
      results.set(id, [namesIn(sql), ...rows]);
      return { QueryExecutionId: id };
    });
  mock.on(GetQueryExecutionCommand).resolves({ QueryExecution: { Status: { State: 'SUCCEEDED' } } });
  mock
    .on(GetQueryResultsCommand)
    .callsFake(({ QueryExecutionId = '', NextToken = '0' }: GetQueryResultsInput) => {
      const all = results.get(QueryExecutionId) ?? [];
      const at = Number(NextToken);
      const page = all.slice(at, at + pageSize);
      return {
        ResultSet: {
          Rows: page.map((row) => ({
            Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
          })),
        },
        ...(at + pageSize < all.length ? { NextToken: String(at + pageSize) } : {}),
      };
    });
  return client;
}

const pageSize = 1_000;

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

function namesIn(sql: string): string[] {
  const [, list = ''] = /\nSELECT ((?:.|\n)*?)\s+FROM (?:bins|chosen|\(SELECT ticket)/.exec(sql) ?? [];
  return list.split(/,(?![^(]*\))/).map((column) => / AS (\w+)$/.exec(column.trim())?.[1] ?? column.trim());
}
