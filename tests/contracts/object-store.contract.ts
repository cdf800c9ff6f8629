import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { ConditionFailedError, type ObjectStore } from '../../domain/ports.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';

interface MadeStore {
  readonly store: ObjectStore;
  readonly cleanup?: () => Promise<void>;
}

const text = (body: Uint8Array | undefined): string | undefined => body && new TextDecoder().decode(body);

/**
 * Holds for every ObjectStore. The store is made once for the suite; each test works under a prefix of its own.
 */
export function objectStoreContract(name: string, makeStore: () => Promise<MadeStore>): void {
  describe(`ObjectStore: ${name}`, () => {
    let made: MadeStore | undefined;
    beforeAll(async () => {
      made = await makeStore();
    });
    afterAll(() => made?.cleanup?.());
    const store = (): ObjectStore => {
      if (!made) throw new Error('the store is made in beforeAll');
      return made.store;
    };
    const folder = (): string => `test/${randomUUID()}`;

    test('what is not there is undefined, and deleting it is no error', async () => {
      const key = `${folder()}/none`;
      expect(await store().get(key)).toBeUndefined();
      expect(await store().head(key)).toBeUndefined();
      await store().delete(key);
      expect(await store().list(key)).toEqual([]);
    });

    test.each([
      ['text', 'Größe – 年齢 🩺\n'],
      ['bytes', new Uint8Array([0, 255, 13, 10, 128, 0])],
      ['nothing', ''],
      ['5 MB', new Uint8Array(randomBytes(5 * 1024 * 1024))],
    ])('comes back as it was put: %s', async (_what, body) => {
      const key = `${folder()}/a`;
      await store().put(key, body, { contentType: 'application/octet-stream' });
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
      const got = await store().get(key);
      expect(Buffer.compare(got?.body ?? new Uint8Array([1]), bytes)).toBe(0);
      expect(await store().head(key)).toEqual({ bytes: bytes.byteLength, etag: got?.etag });
    });

    test('a second put replaces the first, and the etag tells', async () => {
      const key = `${folder()}/a`;
      await store().put(key, 'one');
      const before = await store().head(key);
      await store().put(key, 'two');
      expect(text((await store().get(key))?.body)).toBe('two');
      expect((await store().head(key))?.etag).not.toBe(before?.etag);
    });

    test('ifAbsent: the first one stays', async () => {
      const key = `${folder()}/a`;
      await store().put(key, 'one', { ifAbsent: true });
      await expect(store().put(key, 'two', { ifAbsent: true })).rejects.toThrow(ConditionFailedError);
      expect(text((await store().get(key))?.body)).toBe('one');
      await store().delete(key);
      await store().put(key, 'three', { ifAbsent: true });
      expect(text((await store().get(key))?.body)).toBe('three');
    });

    test('ifAbsent side by side: exactly one wins, and its body is there', async () => {
      const key = `${folder()}/a`;
      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, (_, i) => store().put(key, `body ${i}`, { ifAbsent: true })),
      );
      const winners = outcomes.flatMap((outcome, i) => (outcome.status === 'fulfilled' ? [i] : []));
      expect(winners).toHaveLength(1);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ConditionFailedError);
      expect(text((await store().get(key))?.body)).toBe(`body ${winners[0]}`);
    });

    test('a reader sees one whole body or the other, never a mixture', async () => {
      const key = `${folder()}/a`;
      const bodies = ['a'.repeat(300_000), 'b'.repeat(200_000)];
      await store().put(key, bodies[0] ?? '');
      const writers = Array.from({ length: 10 }, (_, i) => store().put(key, bodies[i % 2] ?? ''));
      const readers = Array.from({ length: 20 }, () => store().get(key));
      for (const read of await Promise.all(readers))
        expect(bodies.includes(text(read?.body) ?? '')).toBe(true);
      await Promise.all(writers);
    });

    test('list: the keys that begin with the prefix, in order, and no others', async () => {
      const at = folder();
      const keys = [`${at}/b/1`, `${at}/b/2`, `${at}/a`, `${at}/bc`, `${at}/B/x/y/z`];
      for (const key of keys) await store().put(key, key);
      await store().put(`${at}-other/b`, '');
      expect(await store().list(`${at}/`)).toEqual(keys.toSorted());
      expect(await store().list(`${at}/b`)).toEqual([`${at}/b/1`, `${at}/b/2`, `${at}/bc`]);
      expect(await store().list(`${at}/b/`)).toEqual([`${at}/b/1`, `${at}/b/2`]);
      expect(await store().list(`${at}/zzz`)).toEqual([]);
      await store().delete(`${at}/b/1`);
      expect(await store().list(`${at}/b/`)).toEqual([`${at}/b/2`]);
      expect((await store().list('')).filter((key) => key.startsWith(at))).toHaveLength(5);
    });

    test('list: all of more than a thousand', async () => {
      const at = folder();
      const keys = Array.from({ length: 1010 }, (_, i) => `${at}/${String(i).padStart(4, '0')}`);
      for (let from = 0; from < keys.length; from += 50)
        await Promise.all(keys.slice(from, from + 50).map((key) => store().put(key, '')));
      expect(await store().list(`${at}/`)).toEqual(keys);
    });

    test.each([
      'with space',
      'plus+percent%20',
      'ü/年齢/🩺',
      "#?&=;:@'()!",
      'a.b..c',
      '%2e%2e',
      'UPPER/Case',
    ])('key %s', async (name) => {
      const key = `${folder()}/${name}`;
      await store().put(key, name);
      expect(text((await store().get(key))?.body)).toBe(name);
      expect(await store().list(key)).toEqual([key]);
      await store().delete(key);
      expect(await store().head(key)).toBeUndefined();
    });

    test.each([
      '',
      '/a',
      'a/',
      'a//b',
      '..',
      '../a',
      'a/../b',
      'a/..',
      './a',
      'a\\b',
      'a\u0000b',
      'k'.repeat(1025),
    ])('key %j is refused', async (key) => {
      await expect(store().put(key, '')).rejects.toThrow(InvalidInputError);
      await expect(store().get(key)).rejects.toThrow(InvalidInputError);
      await expect(store().head(key)).rejects.toThrow(InvalidInputError);
      await expect(store().delete(key)).rejects.toThrow(InvalidInputError);
    });
  });
}
