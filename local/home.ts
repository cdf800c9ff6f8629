import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { errorCode } from './error-code.ts';
import { BrokenStateError, HomeInUseError } from './errors.ts';

/** The folder in which a platform keeps everything. */
export interface Home {
  readonly folder: string;
  readonly database: string;
  readonly objects: string;
  /** What pipelines leave beside the objects: runs, logs, artifacts, their cache. */
  readonly pipelines: string;
  /** Networks as their inference servers read them. */
  readonly networks: string;
  readonly mail: string;
  readonly slack: string;
  readonly log: string;
  readonly pseudonymKey: string;
  /** Signs the tokens of this machine. */
  readonly signingKey: string;
  /** Tells others where this platform listens. */
  announce(url: string): void;
  /** Lets another platform have the folder. */
  release(): void;
}

/** MODELKEEP_HOME, or `.modelkeep` below the working folder. */
export const homeFolder = (environment: NodeJS.ProcessEnv, workingFolder: string): string =>
  path.resolve(workingFolder, environment['MODELKEEP_HOME'] ?? '.modelkeep');

/**
 * Makes the folder where it is missing and takes it for this process alone. The lock is the kernel's, on a SQLite file: it
 * falls with the process, however that ends, so none is ever stale.
 * @throws HomeInUseError, BrokenStateError.
 */
export function openHome(folder: string): Home {
  makeFolder(folder);
  const at = (name: string) => path.join(folder, name);
  const announcement = at('platform.json');
  const lock = takeLock(at('platform.lock'), folder, announcement);
  for (const name of ['mail', 'slack']) mkdirSync(at(name), { recursive: true, mode: 0o700 });
  const announce = (url?: string) =>
    writeFileSync(
      announcement,
      `${JSON.stringify({ pid: process.pid, ...(url === undefined ? {} : { url }) })}\n`,
    );
  announce();
  return {
    folder,
    database: at('modelkeep.db'),
    objects: at('objects'),
    pipelines: at('pipelines'),
    networks: at('networks'),
    mail: at('mail'),
    slack: at('slack'),
    log: at('platform.log'),
    pseudonymKey: at('pseudonym.key'),
    signingKey: at('signing.key'),
    announce,
    release() {
      rmSync(announcement, { force: true });
      lock.close();
    },
  };
}

function makeFolder(folder: string): void {
  try {
    // Predictions lie in it: nobody else's business.
    if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(folder, 0o700);
  } catch (error) {
    throw new BrokenStateError(
      `${folder}: no folder can be made there (${String(errorCode(error))}); name another one with MODELKEEP_HOME`,
      { cause: error },
    );
  }
}

function takeLock(file: string, folder: string, announcement: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(file);
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (errorCode(error, 'errcode') === 5)
      throw new HomeInUseError(
        `${folder}: another modelkeep platform works there${whereItRuns(announcement)}; stop it, or name another folder with MODELKEEP_HOME`,
        { cause: error },
      );
    throw new BrokenStateError(
      `${file}: cannot be used as lock file; remove it when no platform runs in ${folder}, and check that the folder can be written`,
      { cause: error },
    );
  }
}

function whereItRuns(announcement: string): string {
  try {
    const told: unknown = JSON.parse(readFileSync(announcement, 'utf8'));
    const pid: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, 'pid') : undefined;
    return typeof pid === 'number' ? ` (process ${pid})` : '';
  } catch {
    return '';
  }
}
