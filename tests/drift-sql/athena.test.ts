import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { AthenaCounter } from '../../pipelines/containers/drift/count/athena.ts';
import { captureTableSql, hourColumn } from '../../pipelines/containers/drift/sql/athena-table.ts';
import { trino as dialect } from '../../pipelines/containers/drift/sql/dialect.ts';
import { countQuery, sampleQuery } from '../../pipelines/containers/drift/sql/queries.ts';
import type { RowSource } from '../../pipelines/containers/drift/sql/source.ts';
import { features, timeOf } from './traffic.ts';

const span = { from: timeOf(0), to: timeOf(3600) };
const sources: Readonly<Record<string, RowSource>> = {
  'sagemaker-capture': { kind: 'sagemaker-capture', relation: '"monitoring"."captured"', hourColumn },
  'modelkeep-capture': { kind: 'modelkeep-capture', relation: '"monitoring"."predictions"', modelVersion: 3 },
  table: { kind: 'table', relation: '"monitoring"."rows"', typed: true, timeColumn: 'made', idColumn: 'id' },
};

/** As reviewed; UPDATE_GOLDEN=1 writes them anew. Trino judges the same text in trino.test.ts. */
describe('the text that Athena gets', () => {
  const golden = (name: string, text: string): void => {
    const file = path.join(import.meta.dirname, 'golden', `${name}.sql`);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, `${text}\n`);
    expect(`${text}\n`).toBe(readFileSync(file, 'utf8'));
  };
  test.each(Object.entries(sources))('%s', (name, source) => {
    const counting = { dialect, source, columns: features, span };
    golden(`count-${name}`, countQuery(counting, [1_000_040, 1.25, -1e-9, 0]));
    golden(`sample-${name}`, sampleQuery(counting, [0, 1, 2], 4096));
  });
  test('the table over captured data', () => {
    golden(
      'capture-table',
      captureTableSql('monitoring', 'captured', 's3://bucket/capture/endpoint/AllTraffic/'),
    );
  });
  test('names and categories cannot end a text or a name', () => {
    const columns = [{ name: 'a"b\'c', kind: 'categorical' as const, categories: ["n/a'; DROP TABLE x"] }];
    const plain = { kind: 'table', relation: 'rows', typed: false } as const;
    expect(countQuery({ dialect, source: plain, columns }, [0])).toContain('"a""b\'c"');
    const captured = { kind: 'sagemaker-capture', relation: 'rows' } as const;
    expect(countQuery({ dialect, source: captured, columns }, [0])).toContain("'a\"b''c'");
  });
  test('2,000 features are a query that Athena takes', () => {
    const columns = Array.from({ length: 2_000 }, (_, i) => ({
      name: `measurement_${i}`,
      kind: 'numeric' as const,
    }));
    const counting = { dialect, source: sources['sagemaker-capture']!, columns, span };
    const pivots = columns.map((_, i) => i / 3);
    expect(Buffer.byteLength(countQuery(counting, pivots))).toBeLessThan(262_144);
  });
});

describe('a count by Athena', () => {
  const athena = mockClient(AthenaClient);
  let waits: number[];
  const counter = () =>
    new AthenaCounter(new AthenaClient({ region: 'eu-central-1' }), {
      database: 'monitoring',
      workgroup: 'modelkeep',
      timeoutSeconds: 60,
      wait: async (ms) => waits.push(ms),
    });
  const asked = { source: sources['table']!, columns: features, span };
  beforeEach(() => {
    athena.reset();
    waits = [];
    athena.on(StartQueryExecutionCommand).resolves({ QueryExecutionId: 'q1' });
  });
  const status = (State: 'RUNNING' | 'QUEUED' | 'SUCCEEDED' | 'FAILED') => ({
    QueryExecution: { Status: { State } },
  });
  const page = (rows: (string | undefined)[][], NextToken?: string) => ({
    ResultSet: {
      Rows: rows.map((row) => ({
        Data: row.map((VarCharValue) => (VarCharValue === undefined ? {} : { VarCharValue })),
      })),
    },
    ...(NextToken === undefined ? {} : { NextToken }),
  });
  const header = ['place', 'bin', 'category', 'n', 'unreadable', 'low', 'high', 'sum', 'squares'];

  test('waits for its turn, reads every page, and asks where its data is', async () => {
    athena
      .on(GetQueryExecutionCommand)
      .resolvesOnce(status('QUEUED'))
      .resolvesOnce(status('RUNNING'))
      .resolves(status('SUCCEEDED'));
    athena
      .on(GetQueryResultsCommand)
      .resolvesOnce(page([header, ['-1', undefined, 'read', '7', '0']], 'next'))
      .resolves(page([['0', '262144', undefined, '7', '0', '2.0', '2.0078125', '-1.5E-7', '1.0E-9']]));
    expect(await counter().count(asked, [0, 0, 0, 0])).toEqual({
      rows: 7,
      unreadableRows: 0,
      bins: [
        {
          place: 0,
          bin: 262144,
          category: null,
          n: 7,
          unreadable: 0,
          low: 2,
          high: 2.0078125,
          sum: -1.5e-7,
          squares: 1e-9,
        },
      ],
    });
    expect(waits).toEqual([1_000, 2_000]);
    const [started] = athena.commandCalls(StartQueryExecutionCommand);
    expect(started?.args[0].input).toMatchObject({
      QueryExecutionContext: { Database: 'monitoring' },
      WorkGroup: 'modelkeep',
      QueryString: expect.stringContaining('"monitoring"."rows"'),
    });
  });

  test('one that fails is told by its kind, not by Athena’s words, which may quote data', async () => {
    athena.on(GetQueryExecutionCommand).resolves({
      QueryExecution: {
        Status: {
          State: 'FAILED',
          StateChangeReason: "INVALID_CAST_ARGUMENT: Cannot cast 'Jane Doe' to DOUBLE",
          AthenaError: { ErrorCategory: 2, ErrorType: 1006, ErrorMessage: 'Jane Doe' },
        },
      },
    });
    const failed = counter().count(asked, [0, 0, 0, 0]);
    await expect(failed).rejects.toThrow(/q1.*modelkeep.*FAILED \(category 2, type 1006\)/);
    await expect(failed).rejects.not.toThrow(/Jane/);
  });

  test('one that hangs is stopped', async () => {
    athena.on(GetQueryExecutionCommand).resolves(status('RUNNING'));
    await expect(counter().count(asked, [0, 0, 0, 0])).rejects.toThrow(/not done after 60 s, stopped/);
    expect(athena.commandCalls(StopQueryExecutionCommand)[0]?.args[0].input).toEqual({
      QueryExecutionId: 'q1',
    });
    expect(waits.at(-1)).toBe(10_000);
  });

  test('a result of another form is no report', async () => {
    athena.on(GetQueryExecutionCommand).resolves(status('SUCCEEDED'));
    athena.on(GetQueryResultsCommand).resolves(page([header, ['0', '1', undefined, 'many', '0']]));
    await expect(counter().count(asked, [0, 0, 0, 0])).rejects.toThrow(/whole number in column n/);
  });
});
