import { beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { World } from '../../tests/support/world.ts';
import { ConditionFailedError } from '../ports.ts';
import { allowedTransitions, modelStatuses, type ModelVersion } from './model-version.ts';
import {
  createVersionWrite,
  getVersion,
  listVersions,
  liveVersion,
  mustGetVersion,
  nextVersionNumber,
  TransitionError,
  transitionWrite,
} from './store.ts';

let world: World;
let registered: ModelVersion;
beforeEach(async () => {
  world = new World();
  registered = await world.serve(1);
});

describe('the registry', () => {
  test('numbers count up; a number is given once', async () => {
    expect(await nextVersionNumber(world.records, 'breast-cancer')).toBe(2);
    expect(await nextVersionNumber(world.records, 'another')).toBe(1);
    const second = createVersionWrite({ ...registered, version: 2 });
    await world.records.write([second]);
    await expect(world.records.write([second])).rejects.toThrow(ConditionFailedError);
    expect(await nextVersionNumber(world.records, 'breast-cancer')).toBe(3);
  });

  test('lists the newest first, page by page, past version 9', async () => {
    for (let version = 2; version <= 12; version += 1)
      await world.records.write([createVersionWrite({ ...registered, version })]);
    const first = await listVersions(world.records, 'breast-cancer', { limit: 5 });
    expect(first.versions.map(({ version }) => version)).toEqual([12, 11, 10, 9, 8]);
    const second = await listVersions(world.records, 'breast-cancer', { limit: 20, cursor: first.cursor! });
    expect(second.versions.map(({ version }) => version)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(second.cursor).toBeUndefined();
  });

  test('the live version is the one that the serving record names', async () => {
    expect((await liveVersion(world.records, 'breast-cancer'))?.data.version).toBe(1);
    expect(await liveVersion(world.records, 'another')).toBeUndefined();
    await expect(mustGetVersion(world.records, 'breast-cancer', 7)).rejects.toThrow(
      /version 7.*not in the registry/,
    );
  });

  test('only allowed changes of status are written', () => {
    const status = fc.constantFrom(...modelStatuses);
    fc.assert(
      fc.property(status, status, (from, to) => {
        const move = () => transitionWrite({ data: { ...registered, status: from }, version: 1 }, to);
        if (allowedTransitions[from].includes(to))
          expect(move()).toMatchObject({ condition: { version: 1 } });
        else expect(move).toThrow(TransitionError);
      }),
    );
  });

  test('a change that somebody else overtook is not written', async () => {
    const found = (await getVersion(world.records, 'breast-cancer', 1))!;
    await world.records.write([transitionWrite(found, 'Archived')]);
    await expect(world.records.write([transitionWrite(found, 'RolledBack')])).rejects.toThrow(
      ConditionFailedError,
    );
  });
});
