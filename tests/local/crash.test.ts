import { describe, expect, test } from '@jest/globals';
import path from 'node:path';
import { SqliteRecordStore } from '../../local/adapters/sqlite-records.ts';
import { ExecutionStore } from '../../local/executions/execution-store.ts';
import { Committer } from '../../local/state/committer.ts';
import { openDatabase } from '../../local/state/database.ts';
import { runChild, said } from './child.ts';
import { inTemporaryFolder } from './temporary.ts';

const program = new URL('./crash-child.ts', import.meta.url);

/** What must hold after everything has ended: nothing acknowledged is lost, everything happened once. */
async function check(
  folder: string,
  runs: readonly string[],
  acknowledged: readonly string[],
): Promise<void> {
  const db = openDatabase(path.join(folder, 'modelkeep.db'));
  try {
    const records = new SqliteRecordStore(db, new Committer(db));
    const kept = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await records.query({
        pk: 'acks',
        limit: 1000,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { sk } of page.records) kept.add(sk);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);

    const executions = new ExecutionStore(db).list(10_000);
    // A run that was killed before its start was committed has none; nobody was told that it had one.
    expect(executions.length).toBeGreaterThan(0);
    for (const { name, status, output } of executions) {
      expect(runs).toContain(name);
      expect({ name, status, output }).toMatchObject({
        status: 'SUCCEEDED',
        output: { prepare: { value: 1 }, deploy: { value: 1 } },
      });
      expect((await records.get({ pk: `deployed#${name}`, sk: 'count' }))?.data).toEqual({ count: 1 });
      expect(await records.get({ pk: 'alerts', sk: `${name}/deploy` })).toBeDefined();
    }
    const left = db
      .prepare('SELECT (SELECT count(*) FROM deliveries) + (SELECT count(*) FROM dead_letters) AS n')
      .get();
    expect(left?.['n']).toBe(0);
  } finally {
    db.close();
  }
}

describe('kill -9', () => {
  test.each([
    'before-state',
    'before-effect',
    'after-effect',
    'after-state',
    'before-commit',
    'after-commit',
    'after-delivery',
  ])(
    'at each time that %s is passed: nothing is lost, nothing happens twice',
    (point) =>
      inTemporaryFolder(async (folder) => {
        const runs: string[] = [];
        const acknowledged: string[] = [];
        for (let n = 1; n <= 10; n += 1) {
          const name = `${point}-${n}`;
          runs.push(name);
          const ran = await runChild(program, [folder, name], { crashAt: `${point}:${n}` });
          acknowledged.push(...said(ran.output, 'ACK'));
          if (!ran.killed) break;
        }
        runs.push('last');
        const last = await runChild(program, [folder, 'last']);
        expect(last.killed).toBe(false);
        // Otherwise the point is not passed at all, and the test tests nothing.
        expect(runs.length).toBeGreaterThan(2);
        await check(folder, runs, [...acknowledged, ...said(last.output, 'ACK')]);
      }),
    60_000,
  );

  test(
    'at 20 random moments',
    () =>
      inTemporaryFolder(async (folder) => {
        const runs: string[] = [];
        const acknowledged: string[] = [];
        for (let n = 0; n < 20; n += 1) {
          const name = `random-${n}`;
          runs.push(name);
          const ran = await runChild(program, [folder, name], { killAfterMs: Math.random() * 60 });
          acknowledged.push(...said(ran.output, 'ACK'));
        }
        runs.push('last');
        acknowledged.push(...said((await runChild(program, [folder, 'last'])).output, 'ACK'));
        await check(folder, runs, acknowledged);
      }),
    60_000,
  );
});
