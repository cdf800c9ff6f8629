import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { BrokenStateError } from '../errors.ts';
import { applicationId, migrations } from './schema.ts';

/** Pages of 4 KiB in the log at which a commit itself copies what Checkpoints has left over: it is rarely reached. */
const longestLogPages = 32_768;

/** Above this size the whole file is not read through at the start: 256 MiB take about half a second. */
const maxCheckedBytes = 256 * 1024 * 1024;

export interface DatabaseOptions {
  /**
   * `process`: what is committed survives `kill -9` of the process (WAL, synchronous NORMAL). `power`: it survives a
   * power cut as well (FULL); a commit then takes a disk flush.
   */
  readonly durability?: 'process' | 'power';
}

/**
 * The platform's database, made or brought to the present version.
 * @throws BrokenStateError where the file is no database of ours, is damaged or comes from a newer version; it is then
 * left untouched.
 */
export function openDatabase(path: string, options: DatabaseOptions = {}): DatabaseSync {
  const present = path !== ':memory:' && existsSync(path) && statSync(path).size > 0;
  if (present) inspect(path);
  const db = new DatabaseSync(path);
  db.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = OFF');
  db.exec(`PRAGMA synchronous = ${options.durability === 'power' ? 'FULL' : 'NORMAL'}`);
  db.exec(`PRAGMA wal_autocheckpoint = ${longestLogPages}`);
  migrate(db);
  return db;
}

/** Looks at the file through a connection that cannot write. */
function inspect(path: string): void {
  const broken = (what: string, next: string, cause?: unknown) =>
    new BrokenStateError(`${path}: ${what}. It was left as it is: ${next}`, { cause });
  const elsewhere = 'move it away to begin anew, restore a copy, or name another folder with MODELKEEP_HOME';
  let version: number;
  let owner: number;
  let health: string;
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      owner = Number(single(db, 'PRAGMA application_id'));
      version = Number(single(db, 'PRAGMA user_version'));
      health = statSync(path).size <= maxCheckedBytes ? String(single(db, 'PRAGMA quick_check(1)')) : 'ok';
    } finally {
      db.close();
    }
  } catch (error) {
    throw broken('the database is damaged or is no SQLite file', elsewhere, error);
  }
  if (health !== 'ok') throw broken('the database is damaged', elsewhere);
  if (owner !== applicationId) throw broken('this SQLite file belongs to another program', elsewhere);
  if (version > migrations.length)
    throw broken(
      `the database has format ${version}, this modelkeep knows up to ${migrations.length}`,
      'use a newer modelkeep, or name another folder with MODELKEEP_HOME',
    );
}

const single = (db: DatabaseSync, sql: string): unknown => Object.values(db.prepare(sql).get() ?? {})[0];

function migrate(db: DatabaseSync): void {
  const from = Number(single(db, 'PRAGMA user_version'));
  if (from === migrations.length) return;
  db.exec('BEGIN IMMEDIATE');
  for (const step of migrations.slice(from)) db.exec(step);
  db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`);
}
