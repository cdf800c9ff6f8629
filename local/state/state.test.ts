import { describe, expect, test } from '@jest/globals';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inTemporaryFolder } from '../../tests/local/temporary.ts';
import { keyFilePseudonyms } from '../adapters/key-file-pseudonyms.ts';
import { SqliteRecordStore } from '../adapters/sqlite-records.ts';
import { BrokenStateError, HomeInUseError } from '../errors.ts';
import { homeFolder, openHome } from '../home.ts';
import { Checkpoints } from './checkpoints.ts';
import { Committer } from './committer.ts';
import { openDatabase } from './database.ts';

describe('openDatabase', () => {
  test('what was committed is there after it is opened again', () =>
    inTemporaryFolder(async (folder) => {
      const file = path.join(folder, 'modelkeep.db');
      const first = openDatabase(file);
      const write = new SqliteRecordStore(first, new Committer(first)).write([
        { op: 'put', record: { pk: 'p', sk: 's', data: { a: 1 } }, condition: 'absent' },
      ]);
      await write;
      first.close();
      const second = openDatabase(file, { durability: 'power' });
      expect(
        await new SqliteRecordStore(second, new Committer(second)).get({ pk: 'p', sk: 's' }),
      ).toMatchObject({ data: { a: 1 } });
      second.close();
    }));

  test.each([
    ['text', 'this is no database, however long it may be'.repeat(50), /damaged or is no SQLite file/],
    ['half a file', undefined, /damaged/],
    [
      'a newer format',
      'PRAGMA application_id = 1835754864; PRAGMA user_version = 99',
      /format 99, this modelkeep knows up to 2/,
    ],
    ['another program', 'CREATE TABLE bookmarks (a)', /belongs to another program/],
  ])('%s: refused with one clear message, left untouched', async (_, content, message) => {
    await inTemporaryFolder(async (folder) => {
      const file = path.join(folder, 'modelkeep.db');
      if (content === undefined) {
        openDatabase(file).close();
        const whole = await readFile(file);
        await writeFile(file, whole.subarray(0, Math.floor(whole.length / 2)));
      } else if (/^(PRAGMA|CREATE)/.test(content)) {
        const db = new DatabaseSync(file);
        db.exec(`${content}; CREATE TABLE x (a)`);
        db.close();
      } else await writeFile(file, content);
      const before = await readFile(file);
      expect(() => openDatabase(file)).toThrow(BrokenStateError);
      expect(() => openDatabase(file)).toThrow(message);
      expect(() => openDatabase(file)).toThrow(/left as it is/);
      expect(Buffer.compare(await readFile(file), before)).toBe(0);
    });
  });
});

describe('Checkpoints', () => {
  test('the log is copied into the database file beside the commits, and tidied away at the end', () =>
    inTemporaryFolder(async (folder) => {
      const file = path.join(folder, 'modelkeep.db');
      const db = openDatabase(file);
      const checkpoints = new Checkpoints(db, file);
      const committer = new Committer(db, undefined, () => checkpoints.committed());
      db.exec('CREATE TABLE t (a)');
      for (let i = 0; i < 300; i += 1)
        await committer.run(() => db.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(1_000)));
      await checkpoints.close();
      expect((await stat(file)).size).toBeGreaterThan(250_000);
      db.close();
      await expect(stat(`${file}-wal`)).rejects.toThrow(/ENOENT/);
      const again = openDatabase(file);
      expect(again.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 300 });
      again.close();
    }));
});

describe('Committer', () => {
  test('one transaction for all that one turn asks; a failing unit is undone alone', async () => {
    const points: string[] = [];
    const db = openDatabase(':memory:');
    const committer = new Committer(db, (point) => points.push(point));
    db.exec('CREATE TABLE t (a)');
    const put = (a: number) => committer.run(() => db.prepare('INSERT INTO t VALUES (?)').run(a));
    const failing = committer.run(() => {
      db.exec('INSERT INTO t VALUES (100)');
      throw new RangeError('no');
    });
    const all = await Promise.allSettled([put(1), failing, put(2)]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(failing).rejects.toThrow(RangeError);
    expect(
      db
        .prepare('SELECT a FROM t')
        .all()
        .map(({ a }) => a),
    ).toEqual([1, 2]);
    expect(points).toEqual(['before-commit', 'after-commit']);
    db.close();
  });
});

describe('openHome', () => {
  test('is for one platform at a time, and says which', () =>
    inTemporaryFolder((folder) => {
      const home = openHome(folder);
      expect(() => openHome(folder)).toThrow(HomeInUseError);
      expect(() => openHome(folder)).toThrow(`(process ${process.pid})`);
      home.release();
      openHome(folder).release();
    }));

  test('is free again when its process is killed', () =>
    inTemporaryFolder(async (folder) => {
      const script = `const { openHome } = await import(${JSON.stringify(path.join(import.meta.dirname, '../home.ts'))});
        globalThis.home = openHome(${JSON.stringify(folder)}); console.log('taken'); setInterval(() => {}, 1000);`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      try {
        await once(child.stdout, 'data');
        expect(() => openHome(folder)).toThrow(`(process ${child.pid})`);
      } finally {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      openHome(folder).release();
    }));

  test('lies where MODELKEEP_HOME says, else below the working folder', () => {
    expect(homeFolder({}, '/w')).toBe('/w/.modelkeep');
    expect(homeFolder({ MODELKEEP_HOME: '/h' }, '/w')).toBe('/h');
    expect(homeFolder({ MODELKEEP_HOME: 'h' }, '/w')).toBe('/w/h');
  });

  test('a folder that cannot be made is a clear error', () =>
    inTemporaryFolder(async (folder) => {
      await writeFile(path.join(folder, 'file'), '');
      expect(() => openHome(path.join(folder, 'file', 'home'))).toThrow(BrokenStateError);
    }));
});

test('the pseudonym key is made once, for the user alone; a broken one is refused', () =>
  inTemporaryFolder(async (folder) => {
    const file = path.join(folder, 'pseudonym.key');
    const first = await keyFilePseudonyms(file).pseudonym('P-1');
    expect(await keyFilePseudonyms(file).pseudonym('P-1')).toBe(first);
    const { statSync } = await import('node:fs');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await writeFile(file, 'short');
    expect(() => keyFilePseudonyms(file)).toThrow(BrokenStateError);
    expect(await readFile(file, 'utf8')).toBe('short');
  }));
