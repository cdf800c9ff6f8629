import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { duckdb } from '../sql/dialect.ts';
import { countQuery, sampleQuery } from '../sql/queries.ts';
import { CountError } from './errors.ts';
import { countedOf, sampleOf, type Asked, type Counted, type Counter } from './counter.ts';

export interface DuckDbLimits {
  readonly memoryMiB: number;
  readonly threads: number;
}

/** Counts on this machine, out of files; what does not fit into the memory goes to a temporary folder. */
export class DuckDbCounter implements Counter {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #spill: string;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, spill: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#spill = spill;
  }

  static async open({ memoryMiB, threads }: DuckDbLimits): Promise<DuckDbCounter> {
    const spill = mkdtempSync(path.join(tmpdir(), 'modelkeep-count-'));
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${memoryMiB}MiB`,
      threads: String(threads),
      temp_directory: spill,
      // Extensions would be fetched from the network when first needed; what we need is built in.
      autoinstall_known_extensions: 'false',
      // The rows' order costs memory, and no query depends on it.
      preserve_insertion_order: 'false',
    });
    return new DuckDbCounter(instance, await instance.connect(), spill);
  }

  async count(asked: Asked, pivots: readonly number[]): Promise<Counted> {
    const rows = await this.rows(countQuery({ ...asked, dialect: duckdb }, pivots));
    return countedOf(rows, 'DuckDB');
  }

  async sample(asked: Asked, places: readonly number[], size: number): Promise<Float64Array[]> {
    if (places.length === 0) return [];
    const rows = await this.rows(sampleQuery({ ...asked, dialect: duckdb }, places, size));
    return sampleOf(
      rows.map((row) => Object.values(row)),
      places.length,
    );
  }

  /** @throws CountError, which holds nothing of the data: DuckDB's own message quotes lines of the files. */
  async rows(sql: string): Promise<Record<string, unknown>[]> {
    try {
      return (await this.#connection.runAndReadAll(sql)).getRowObjects();
    } catch (error) {
      throw CountError.ofDuckDb(error);
    }
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
    rmSync(this.#spill, { recursive: true, force: true });
  }
}
