import type { DatabaseSync } from 'node:sqlite';
import { ThrottledError } from '../../domain/ports.ts';
import { errorCode } from '../error-code.ts';
import { Statements } from './statements.ts';

interface Unit {
  readonly work: () => void;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
  error?: unknown;
}

/** Called at named points; tests stop the process there. */
export type Probe = (point: string) => void;

/**
 * All writing goes through here: what is asked for within one turn of the event loop is committed in one transaction,
 * and nobody's promise resolves before the commit that holds his work. Reading needs no transaction: there is one
 * connection, and no unit of work spans an await.
 */
export class Committer {
  readonly #db: DatabaseSync;
  readonly #statements: Statements;
  readonly #probe: Probe;
  readonly #onCommit: () => void;
  #queue: Unit[] = [];

  constructor(db: DatabaseSync, probe: Probe = () => undefined, onCommit = (): void => undefined) {
    this.#db = db;
    this.#onCommit = onCommit;
    this.#statements = new Statements(db);
    this.#probe = probe;
  }

  /**
   * Runs `work` in the next transaction, after everything asked for before. Where it throws, its own writes are undone,
   * those beside it are kept.
   */
  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: T;
      const unit: Unit = {
        work: () => {
          result = work();
        },
        done: () => resolve(result),
        failed: reject,
      };
      if (this.#queue.push(unit) === 1) setImmediate(() => this.flush());
    });
  }

  /** Commits what waits, now. */
  flush(): void {
    const units = this.#queue;
    if (units.length === 0) return;
    this.#queue = [];
    this.#probe('before-commit');
    try {
      this.#statements.of('BEGIN IMMEDIATE').run();
      try {
        for (const unit of units) this.#try(unit);
        this.#statements.of('COMMIT').run();
      } catch (error) {
        if (this.#db.isTransaction) this.#statements.of('ROLLBACK').run();
        throw error;
      }
    } catch (error) {
      for (const unit of units) unit.failed(portError(error));
      return;
    }
    this.#probe('after-commit');
    for (const unit of units) {
      if (unit.error === undefined) unit.done();
      else unit.failed(portError(unit.error));
    }
    this.#onCommit();
  }

  #try(unit: Unit): void {
    this.#statements.of('SAVEPOINT unit').run();
    try {
      unit.work();
    } catch (error) {
      unit.error = error;
      this.#statements.of('ROLLBACK TO unit').run();
    }
    this.#statements.of('RELEASE unit').run();
  }
}

/** SQLITE_BUSY: another program holds the file's write lock for longer than the busy timeout. */
function portError(error: unknown): unknown {
  return errorCode(error, 'errcode') === 5
    ? new ThrottledError('the database is locked by another program; try again later', { cause: error })
    : error;
}
