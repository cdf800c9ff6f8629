import { describe, expect, test } from '@jest/globals';
import {
  AliasChangedError,
  type AliasRoute,
  ShiftRefusedError,
  shiftTraffic,
  type TrafficPorts,
} from './shift.ts';

const shift = { to: '8', share: 0.1, bakeSeconds: 60 };

/** An alias and an alarm on a clock of their own. `alarm` says by the second that has passed whether it rings, or throws. */
function world(options: { alarm?: (second: number) => boolean; route?: AliasRoute; others?: number } = {}) {
  const { alarm = () => false, others } = options;
  let route: AliasRoute = options.route ?? { version: '7' };
  let revision = 1;
  let second = 0;
  const routes: (AliasRoute & { second: number })[] = [];
  const abort = new AbortController();
  const ports: TrafficPorts = {
    alias: {
      read: () => Promise.resolve({ ...route, revision: String(revision) }),
      write: (next, expected) => {
        if (others !== undefined && second >= others) revision = 99;
        if (expected !== String(revision)) return Promise.reject(new AliasChangedError('moved'));
        route = next;
        revision += 1;
        routes.push({ ...next, second });
        return Promise.resolve({ revision: String(revision) });
      },
    },
    rings: () => Promise.resolve().then(() => alarm(second)),
    wait: (seconds) => {
      second += seconds;
      return Promise.resolve();
    },
    say: () => undefined,
    signal: abort.signal,
  };
  return { ports, routes, abort };
}
const canary = { version: '7', canary: { version: '8', share: 0.1 } };

describe('shifting the traffic of an alias', () => {
  test('a share, a silent minute, all of it, another silent minute', async () => {
    const { ports, routes } = world();
    await expect(shiftTraffic(ports, shift)).resolves.toContain(
      'version 8 has all the traffic, from version 7',
    );
    expect(routes).toEqual([
      { ...canary, second: 0 },
      { version: '8', second: 60 },
    ]);
  });

  test.each([
    [
      30,
      [
        { ...canary, second: 0 },
        { version: '7', second: 30 },
      ],
    ],
    [
      90,
      [
        { ...canary, second: 0 },
        { version: '8', second: 60 },
        { version: '7', second: 90 },
      ],
    ],
  ])('the alarm rings after %d s: the old version has all of it again', async (rings, expected) => {
    const { ports, routes } = world({ alarm: (second) => second >= rings });
    await expect(shiftTraffic(ports, shift)).rejects.toThrow(ShiftRefusedError);
    expect(routes).toEqual(expected);
  });

  test('an alarm that rings before leaves everything as it is', async () => {
    const { ports, routes } = world({ alarm: () => true });
    await expect(shiftTraffic(ports, shift)).rejects.toThrow('rings already');
    expect(routes).toEqual([]);
  });

  test('an alarm that cannot be read is borne twice, not three times', async () => {
    const broken = (from: number, to: number) => (second: number) => {
      if (second >= from && second < to) throw new Error('no answer');
      return false;
    };
    await expect(shiftTraffic(world({ alarm: broken(10, 30) }).ports, shift)).resolves.toContain('8 has all');
    const { ports, routes } = world({ alarm: broken(10, 40) });
    await expect(shiftTraffic(ports, shift)).rejects.toThrow('3 times in a row (no answer): version 7');
    expect(routes.at(-1)).toEqual({ version: '7', second: 30 });
  });

  test('told to stop, it gives the old version its traffic back', async () => {
    const { ports, routes, abort } = world();
    abort.abort();
    await expect(shiftTraffic(ports, shift)).rejects.toThrow('told to stop');
    expect(routes.at(-1)).toEqual({ version: '7', second: 10 });
  });

  test('somebody else who moves the alias meanwhile is not overruled', async () => {
    const { ports, routes } = world({ others: 60 });
    await expect(shiftTraffic(ports, shift)).rejects.toThrow(AliasChangedError);
    expect(routes).toEqual([{ ...canary, second: 0 }]);
  });

  test('nothing to do, at once, and a shift that was cut short before', async () => {
    await expect(shiftTraffic(world({ route: { version: '8' } }).ports, shift)).resolves.toContain('already');
    const atOnce = world();
    await shiftTraffic(atOnce.ports, { ...shift, share: undefined });
    expect(atOnce.routes).toEqual([{ version: '8', second: 0 }]);
    const cut = world({ route: canary });
    await shiftTraffic(cut.ports, shift);
    expect(cut.routes).toEqual([
      { ...canary, second: 0 },
      { version: '8', second: 60 },
    ]);
  });
});
