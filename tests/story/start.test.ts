import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StoryResult } from '../../cli/story/result.ts';
import { storyData } from '../../cli/story/traffic.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { modelkeep, type Run } from '../support/modelkeep.ts';

let home: string;
let run: Run;
let result: Omit<StoryResult, 'eventsAfter'>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'modelkeep-story-'));
  run = await modelkeep(['story', '--once', '--json', '--port', '0'], { env: { MODELKEEP_HOME: home } });
  result = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as typeof result;
}, 60_000);
afterAll(() => rm(home, { recursive: true, force: true }));

describe('npm start -- --once --json', () => {
  test('exits 0 with one JSON line: the shifted features and no other, version 2 served, nothing failed', () => {
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result).toMatchObject({
      useCase: 'breast-cancer',
      firstVersion: { version: 1 },
      drift: { detected: true },
      retraining: { outcome: 'Deployed' },
      served: { before: 1, after: 2 },
      predictions: { failed: 0 },
    });
    expect([...result.drift.features].sort()).toEqual(['texture_mean', 'texture_se', 'texture_worst']);
    expect(result.firstVersion.accuracy).toBeGreaterThan(0.93);
    // One window before, two that drift, three after, and those during the retraining. That no event followed the
    // deployment is checked by the story itself: it would have failed.
    expect(result.predictions.sent).toBeGreaterThan(6 * 80);
    expect(result.retraining.states).toEqual(
      expect.arrayContaining([
        'CheckDataAvailability',
        'EvaluateModel',
        'RequestApproval',
        'DeployModel',
        'CheckDeployment',
        'Deployed',
        'ReleaseLock',
        'NotifyOutcome',
      ]),
    );
  });

  test('tells the team once for each approval and outcome, and once for the drift', async () => {
    const folder = join(home, 'story', 'slack');
    const texts = await Promise.all(
      (await readdir(folder)).map(
        async (name) => (JSON.parse(await readFile(join(folder, name), 'utf8')) as { text: string }).text,
      ),
    );
    const count = (pattern: RegExp) => texts.filter((text) => pattern.test(text)).length;
    expect(count(/waits for approval/)).toBe(2);
    expect(count(/[Dd]rift/)).toBeGreaterThanOrEqual(1);
    expect(new Set(texts).size).toBeGreaterThan(3);
  });

  test('no log, message or mail holds a feature value or anything of a patient', async () => {
    const everywhere = await textsBelow(join(home, 'story'), ['platform.log', 'slack', 'mail']);
    everywhere.push({ name: 'output', text: run.stdout + run.stderr });
    // Whole measurements as they were sent: long enough not to turn up by chance.
    const patients = (await storyData(breastCancer)).nextPatients(240, false);
    const values = patients
      .flatMap(({ features }) => Object.values(features).map(String))
      .filter((text) => text.length >= 8);
    expect(values.length).toBeGreaterThan(5_000);
    for (const { name, text } of everywhere) {
      const found = values.filter((value) => text.includes(value));
      expect({ name, found, patients: text.match(/MRN-\d+/g) }).toEqual({ name, found: [], patients: null });
    }
    expect(everywhere.find(({ name }) => name === 'platform.log')?.text).toMatch(
      /"route":"POST \/predict","status":200/,
    );
  });
});

async function textsBelow(
  folder: string,
  names: readonly string[],
): Promise<{ name: string; text: string }[]> {
  const texts: { name: string; text: string }[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !names.some((name) => path.startsWith(join(folder, name)))) continue;
    const raw = await readFile(path, 'utf8');
    texts.push({ name: entry.name, text: entry.name.endsWith('.eml') ? mailText(raw) : raw });
  }
  return texts;
}

/** A mail as people read it. */
const mailText = (raw: string): string =>
  `${raw}\n${Buffer.from(raw.slice(raw.indexOf('\r\n\r\n')), 'base64').toString('utf8')}`;
