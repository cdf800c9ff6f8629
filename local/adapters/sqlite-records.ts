import type { DatabaseSync } from 'node:sqlite';
import {
  ConditionFailedError,
  type Condition,
  type RecordKey,
  type RecordPage,
  type RecordQuery,
  type RecordStore,
  type RecordWrite,
  type StoredRecord,
} from '../../domain/ports.ts';
import { checkWrites, keyOfWrite } from '../../domain/records/batch.ts';
import { encodeCursor } from '../../domain/records/cursor.ts';
import type { Committer } from '../state/committer.ts';
import { Statements } from '../state/statements.ts';
import { pageSql, putSql, putValues, recordOf, type RecordRow } from './record-rows.ts';

/** Writes whose JSON is made: what the caller does with his objects afterwards changes nothing. */
export interface PreparedWrites {
  readonly writes: readonly RecordWrite[];
  readonly data: readonly (string | undefined)[];
}

/**
 * @throws InvalidInputError for a number of writes, or a pair of keys, that no store takes.
 */
export function prepareWrites(writes: readonly RecordWrite[]): PreparedWrites {
  checkWrites(writes);
  const data = writes.map((write) => (write.op === 'put' ? JSON.stringify(write.record.data) : undefined));
  return { writes: [...writes], data };
}

/** RecordStore on SQLite. The methods that end in `Now` are for those who are inside a transaction, or want to be. */
export class SqliteRecordStore implements RecordStore {
  readonly #committer: Committer;
  readonly #statements: Statements;

  constructor(db: DatabaseSync, committer: Committer) {
    this.#committer = committer;
    this.#statements = new Statements(db);
  }

  async get(key: RecordKey): Promise<StoredRecord | undefined> {
    return this.getNow(key);
  }

  async query(query: RecordQuery): Promise<RecordPage> {
    return this.queryNow(query);
  }

  async write(writes: readonly RecordWrite[]): Promise<void> {
    const prepared = prepareWrites(writes);
    await this.#committer.run(() => this.applyNow(prepared));
  }

  getNow(key: RecordKey): StoredRecord | undefined {
    // The row's columns are those of the schema.
    const row = this.#statements.of('SELECT * FROM records WHERE pk = ? AND sk = ?').get(key.pk, key.sk) as
      RecordRow | undefined;
    return row && recordOf(row);
  }

  queryNow(query: RecordQuery): RecordPage {
    const { sql, values, limit } = pageSql(query);
    // As above; node:sqlite types rows as loose objects.
    const rows = this.#statements.of(sql).all(...values) as unknown as readonly RecordRow[];
    const records = rows.slice(0, limit).map(recordOf);
    const last = records.at(-1);
    return last && rows.length > limit ? { records, cursor: encodeCursor(query, last) } : { records };
  }

  /**
   * Checks all conditions, then writes; to be called inside a transaction.
   * @throws ConditionFailedError before anything is written.
   */
  applyNow({ writes, data }: PreparedWrites): void {
    writes.forEach((write, i) => {
      const key = keyOfWrite(write);
      // Partition and sort key stay out of the message: a key may hold a pseudonym.
      if (!this.#holds(key, write.condition)) throw new ConditionFailedError(`write ${i}`, i);
    });
    writes.forEach((write, i) => {
      if (write.op === 'put') this.#statements.of(putSql).run(...putValues(write.record, data[i] ?? '{}'));
      if (write.op === 'delete')
        this.#statements.of('DELETE FROM records WHERE pk = ? AND sk = ?').run(write.key.pk, write.key.sk);
    });
  }

  /**
   * What `look` sees as if the writes had been made; nothing is kept.
   * @throws ConditionFailedError where a condition of theirs does not hold (any more).
   */
  peek<T>(batches: readonly PreparedWrites[], look: () => T): T {
    this.#statements.of('BEGIN').run();
    try {
      for (const batch of batches) this.applyNow(batch);
      return look();
    } finally {
      this.#statements.of('ROLLBACK').run();
    }
  }

  /** Forgets records whose `expiresAt` has passed; how many. */
  async purgeExpired(now: Date): Promise<number> {
    return this.#committer.run(() =>
      Number(
        this.#statements
          .of('DELETE FROM records WHERE expires_at IS NOT NULL AND expires_at < ?')
          .run(Math.floor(now.getTime() / 1000)).changes,
      ),
    );
  }

  #holds(key: RecordKey, condition: Condition): boolean {
    if (condition === 'any') return true;
    const row = this.#statements
      .of('SELECT version FROM records WHERE pk = ? AND sk = ?')
      .get(key.pk, key.sk);
    const version = row?.['version'];
    if (condition === 'absent') return version === undefined;
    if (condition === 'exists') return version !== undefined;
    return version === condition.version;
  }
}
