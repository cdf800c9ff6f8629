import { expect, test } from '@jest/globals';
import { firstThatLoads } from './first-that-loads.ts';

function fakeNetwork() {
  const listeners = new Set<() => void>();
  let now: 'online' | 'offline' | 'unreachable' = 'online';
  return {
    state: () => now,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    become: (next: typeof now) => {
      now = next;
      for (const listener of listeners) listener();
    },
    listeners,
  };
}

test('offline it waits, and loads when the network is back', async () => {
  const network = fakeNetwork();
  network.become('offline');
  let tries = 0;
  const loaded = firstThatLoads(async () => {
    tries += 1;
    if (network.state() !== 'online') throw new TypeError('no network');
    return 'page';
  }, network);
  await Promise.resolve();
  network.become('unreachable');
  expect(tries).toBe(1);
  network.become('online');
  expect(await loaded).toBe('page');
  expect([tries, network.listeners.size]).toEqual([2, 0]);
});

test('online a failure is one', () =>
  expect(firstThatLoads(() => Promise.reject(new TypeError('gone')), fakeNetwork())).rejects.toThrow('gone'));
