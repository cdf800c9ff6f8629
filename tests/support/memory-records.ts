import {
  ConditionFailedError,
  type Condition,
  type NewRecord,
  type RecordKey,
  type RecordPage,
  type RecordQuery,
  type RecordStore,
  type RecordWrite,
  type StoredRecord,
} from '../../domain/ports.ts';
import { checkWrites, pageOf } from '../../domain/records/batch.ts';
import { encodeCursor } from '../../domain/records/cursor.ts';

const keyOf = (key: RecordKey): string => JSON.stringify([key.pk, key.sk]);

/** The record store as a Map: the smallest thing that keeps the port's contract, for tests of functions and rules. */
export class MemoryRecordStore implements RecordStore {
  readonly #records = new Map<string, StoredRecord>();
  /** Called before each write: tests throw here to play a crash or a throttled store. */
  beforeWrite: ((writes: readonly RecordWrite[]) => void) | undefined;

  async get(key: RecordKey): Promise<StoredRecord | undefined> {
    return this.#records.get(keyOf(key));
  }

  async query(query: RecordQuery): Promise<RecordPage> {
    const place = (record: StoredRecord): RecordKey | undefined =>
      query.index ? record.indexes?.[query.index] : record;
    const direction = query.order === 'descending' ? -1 : 1;
    const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    const found = [...this.#records.values()]
      .flatMap((record) => {
        const at = place(record);
        return at?.pk === query.pk ? [{ record, sk: at.sk }] : [];
      })
      .filter(
        ({ sk }) =>
          sk.startsWith(query.skPrefix ?? '') &&
          sk >= (query.skFrom ?? '') &&
          (query.skTo === undefined || sk <= query.skTo),
      )
      .sort((a, b) => direction * (compare(a.sk, b.sk) || compare(keyOf(a.record), keyOf(b.record))));
    const { limit, after } = pageOf(query);
    // By place, not by count: what is deleted or put between two pages moves no other record.
    const isAfter = (sk: string, record: StoredRecord): boolean =>
      !after || direction * (compare(sk, after.at.sk) || compare(keyOf(record), keyOf(after.key))) > 0;
    const rest = found.filter(({ record, sk }) => isAfter(sk, record)).map(({ record }) => record);
    const records = rest.slice(0, limit);
    const last = records.at(-1);
    return last && rest.length > limit ? { records, cursor: encodeCursor(query, last) } : { records };
  }

  async write(writes: readonly RecordWrite[]): Promise<void> {
    this.beforeWrite?.(writes);
    checkWrites(writes);
    writes.forEach((write, i) => {
      const key = write.op === 'put' ? write.record : write.key;
      if (!holds(this.#records.get(keyOf(key)), write.condition))
        throw new ConditionFailedError(`${key.pk} ${key.sk}`, i);
    });
    for (const write of writes) {
      if (write.op === 'put') this.#put(write.record);
      if (write.op === 'delete') this.#records.delete(keyOf(write.key));
    }
  }

  /** Everything, for assertions. */
  all(): readonly StoredRecord[] {
    return [...this.#records.values()];
  }

  #put(record: NewRecord): void {
    const before = this.#records.get(keyOf(record));
    this.#records.set(keyOf(record), structuredClone({ ...record, version: (before?.version ?? 0) + 1 }));
  }
}

function holds(record: StoredRecord | undefined, condition: Condition): boolean {
  if (condition === 'any') return true;
  if (condition === 'absent') return record === undefined;
  if (condition === 'exists') return record !== undefined;
  return record?.version === condition.version;
}
