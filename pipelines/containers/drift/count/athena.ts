import { randomUUID } from 'node:crypto';
import {
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  type AthenaClient,
  type QueryExecution,
} from '@aws-sdk/client-athena';
import { trino } from '../sql/dialect.ts';
import { countQuery, sampleQuery } from '../sql/queries.ts';
import { CountError } from './errors.ts';
import { countedOf, sampleOf, type Asked, type Counted, type Counter } from './counter.ts';

export interface AthenaOptions {
  readonly database: string;
  /** Has to have a place for results: the query names none. */
  readonly workgroup: string;
  /** Of one query, the time that it waits for its turn included. */
  readonly timeoutSeconds: number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** From a second on, doubled up to ten: most counts take some seconds. */
const firstPollMs = 1_000;
const longestPollMs = 10_000;

/** Counts where the data lies, by Athena: for captured data that outgrows one machine. */
export class AthenaCounter implements Counter {
  readonly #client: AthenaClient;
  readonly #options: AthenaOptions;
  readonly #wait: (milliseconds: number) => Promise<unknown>;

  constructor(client: AthenaClient, options: AthenaOptions) {
    this.#client = client;
    this.#options = options;
    this.#wait = options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  }

  async count(asked: Asked, pivots: readonly number[]): Promise<Counted> {
    const { names, rows } = await this.query(countQuery({ ...asked, dialect: trino }, pivots));
    return countedOf(
      rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null]))),
      'Athena',
    );
  }

  async sample(asked: Asked, places: readonly number[], size: number): Promise<Float64Array[]> {
    if (places.length === 0) return [];
    const { rows } = await this.query(sampleQuery({ ...asked, dialect: trino }, places, size));
    return sampleOf(rows, places.length);
  }

  /**
   * All rows of a query, every value a text or null.
   * @throws CountError where it fails or takes too long; Athena's own reason may quote data, so it is left to be looked up.
   */
  async query(
    sql: string,
  ): Promise<{ readonly names: readonly string[]; readonly rows: readonly (string | null)[][] }> {
    const { QueryExecutionId: id = '' } = await this.#client.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        QueryExecutionContext: { Database: this.#options.database },
        WorkGroup: this.#options.workgroup,
        ClientRequestToken: randomUUID(),
      }),
    );
    await this.#untilDone(id);
    const all: (string | null)[][] = [];
    let token: string | undefined;
    do {
      const page = await this.#client.send(
        new GetQueryResultsCommand({
          QueryExecutionId: id,
          MaxResults: 1_000,
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      );
      for (const { Data } of page.ResultSet?.Rows ?? [])
        all.push((Data ?? []).map(({ VarCharValue }) => VarCharValue ?? null));
      token = page.NextToken;
    } while (token !== undefined);
    // The first row of a SELECT's result is its header.
    const [header = [], ...rows] = all;
    return { names: header.map((name) => name ?? ''), rows };
  }

  async #untilDone(id: string): Promise<void> {
    const { timeoutSeconds, workgroup } = this.#options;
    let waited = 0;
    let pause = firstPollMs;
    for (;;) {
      const { QueryExecution } = await this.#client.send(
        new GetQueryExecutionCommand({ QueryExecutionId: id }),
      );
      const state = QueryExecution?.Status?.State;
      if (state === 'SUCCEEDED') return;
      if (state === 'FAILED' || state === 'CANCELLED')
        throw new CountError(
          `Athena query ${id} of workgroup ${workgroup}: ${state}${reasonOf(QueryExecution)}; look it up there, its reason may quote data`,
        );
      if (waited >= timeoutSeconds * 1_000) {
        await this.#client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
        throw new CountError(
          `Athena query ${id} of workgroup ${workgroup}: not done after ${timeoutSeconds} s, stopped; expected less: is there a partition by hour, is the window too long?`,
        );
      }
      await this.#wait(pause);
      waited += pause;
      pause = Math.min(2 * pause, longestPollMs);
    }
  }
}

/** The kind of the error: its category (1 system, 2 user, 3 other) and type, as AWS's error catalogue lists them. */
function reasonOf(execution: QueryExecution | undefined): string {
  const { ErrorCategory, ErrorType } = execution?.Status?.AthenaError ?? {};
  return ErrorType === undefined ? '' : ` (category ${ErrorCategory ?? 'unknown'}, type ${ErrorType})`;
}
