import { describe, expect, test } from '@jest/globals';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BrokenStateError, HomeInUseError } from '../../local/errors.ts';
import { startPlatform, type PlatformOptions } from '../../local/platform.ts';
import { inTemporaryFolder } from './temporary.ts';

const start = (home: string, more: PlatformOptions = {}) =>
  startPlatform({ home, port: 0, environment: {}, schedules: false, ...more });

describe('startPlatform', () => {
  test('serves the functions, announces itself, and gives everything back when closed', () =>
    inTemporaryFolder(async (home) => {
      const platform = await start(home);
      try {
        const told: unknown = JSON.parse(await readFile(path.join(home, 'platform.json'), 'utf8'));
        expect(told).toEqual({ pid: process.pid, url: platform.url });
        const response = await fetch(new URL('/predict', platform.url), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"features":"none"}',
        });
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        await expect(start(home)).rejects.toThrow(HomeInUseError);
      } finally {
        await platform.close();
      }
      expect(await readdir(home)).not.toContain('platform.json');
      await (await start(home)).close();
    }));

  test('a broken database is refused and left as it is; the home is free for the next try', () =>
    inTemporaryFolder(async (home) => {
      const file = path.join(home, 'modelkeep.db');
      await writeFile(file, 'x'.repeat(5000));
      await expect(start(home)).rejects.toThrow(BrokenStateError);
      await expect(start(home)).rejects.toThrow(BrokenStateError);
      expect(await readFile(file, 'utf8')).toBe('x'.repeat(5000));
    }));

  test('a wrong environment variable is named', () =>
    inTemporaryFolder(async (home) => {
      await expect(start(home, { environment: { MODELKEEP_SLACK_WEBHOOK: 'x' } })).rejects.toThrow(
        /MODELKEEP_SLACK_WEBHOOK/,
      );
    }));

  test('1,000 copies of one drift event make one execution', () =>
    inTemporaryFolder(async (home) => {
      const platform = await start(home);
      try {
        const event = {
          id: 'e'.repeat(64),
          time: '2026-01-05T08:00:00.000Z',
          source: 'modelkeep',
          'detail-type': 'Model Drift Confirmed',
          detail: {
            eventId: 'e'.repeat(64),
            useCase: 'breast-cancer',
            modelVersion: 1,
            windowId: 'w1',
            reportKey: 'monitoring/breast-cancer/drift/w1.json',
            features: ['radius_mean'],
            psiMax: 0.4,
            sentence: 'radius_mean has moved',
          },
        };
        await platform.deliveries.publish(
          'events',
          Array.from({ length: 1000 }, () => event),
        );
        await platform.idle();
        expect(platform.executions.list(1000)).toHaveLength(1);
        expect(platform.deliveries.deadLetters()).toEqual([]);
      } finally {
        await platform.close();
      }
    }));
});
