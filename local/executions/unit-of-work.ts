import {
  ConditionFailedError,
  type JsonObject,
  type RecordKey,
  type RecordPage,
  type RecordQuery,
  type RecordStore,
  type RecordWrite,
  type StoredRecord,
} from '../../domain/ports.ts';
import { prepareWrites, type PreparedWrites, type SqliteRecordStore } from '../adapters/sqlite-records.ts';
import type { Deliveries, Topic } from '../bus/deliveries.ts';

/**
 * What one run of a state's function does to the platform, held back until the state's own end is committed: then all of it
 * happens in that transaction, or nothing. The function reads its own writes meanwhile. No transaction stays open while it
 * works: conditions are checked when it writes, and again at the commit.
 */
export class UnitOfWork implements RecordStore {
  readonly #records: SqliteRecordStore;
  readonly #batches: PreparedWrites[] = [];
  readonly #messages: { readonly topic: Topic; readonly message: JsonObject }[] = [];
  #closed = false;
  #overtaken = false;

  constructor(records: SqliteRecordStore) {
    this.#records = records;
  }

  /** True where somebody else changed what this unit builds on: it cannot be committed, the function must run again. */
  get overtaken(): boolean {
    return this.#overtaken;
  }

  async get(key: RecordKey): Promise<StoredRecord | undefined> {
    return this.#batches.length === 0
      ? this.#records.getNow(key)
      : this.#onTop(() => this.#records.getNow(key));
  }

  async query(query: RecordQuery): Promise<RecordPage> {
    return this.#batches.length === 0
      ? this.#records.queryNow(query)
      : this.#onTop(() => this.#records.queryNow(query));
  }

  async write(writes: readonly RecordWrite[]): Promise<void> {
    this.#mustBeOpen();
    const batch = prepareWrites(writes);
    // The caller learns of a failed condition at once, as from any store.
    this.#onTop(() => this.#records.applyNow(batch));
    this.#batches.push(batch);
  }

  publish(topic: Topic, messages: readonly JsonObject[]): void {
    this.#mustBeOpen();
    for (const message of messages) this.#messages.push({ topic, message });
  }

  /**
   * Does everything; inside a transaction.
   * @throws ConditionFailedError where a condition does not hold any more; the transaction is then to be given up.
   */
  applyNow(deliveries: Deliveries): void {
    for (const batch of this.#batches) this.#records.applyNow(batch);
    for (const { topic, message } of this.#messages) deliveries.publishNow(topic, message);
  }

  /** A function that runs on after its timeout finds its unit closed. */
  close(): void {
    this.#closed = true;
  }

  /** Runs `look` as if the writes so far had been made; nothing is kept. */
  #onTop<T>(look: () => T): T {
    const seen = { reached: false };
    try {
      return this.#records.peek(this.#batches, () => {
        seen.reached = true;
        return look();
      });
    } catch (error) {
      if (!seen.reached && error instanceof ConditionFailedError) this.#overtaken = true;
      throw error;
    }
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new Error('the state has ended (timed out): its function may not act any more');
  }
}
