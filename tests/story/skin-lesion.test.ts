import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pythonOrSkip } from '../support/python.ts';
import { expectWholePipelines, playedStory } from './play.ts';

const python = pythonOrSkip('vision');
(python === undefined ? describe.skip : describe)('the story of skin-lesion', () => {
  const story = playedStory('skin-lesion');

  test('the whole loop by the pipeline: version 2 serves, nothing failed, the lamp is named by its colour', () => {
    const { run, result } = story();
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result).toMatchObject({
      useCase: 'skin-lesion',
      drift: { detected: true },
      retraining: { outcome: 'Deployed' },
      served: { before: 1, after: 2 },
      predictions: { failed: 0 },
    });
    expect(result.drift.features).toEqual(expect.arrayContaining(['yellowness', 'saturation']));
    // The gate of the application itself, which both versions met.
    expect(result.firstVersion.accuracy).toBeGreaterThanOrEqual(0.85);
  });

  test('the output says that nothing of it is real', () => {
    expect(story().result.notes).toEqual([
      expect.stringMatching(/^The photographs are synthetic/),
      expect.stringMatching(/^The network is a small one/),
    ]);
  });

  test('each training was the pipeline that Terraform deploys, and the second one scored both networks', async () => {
    const { home } = story();
    await expectWholePipelines(home);
    const objects = path.join(home, 'objects/files');
    const files = await readdir(objects, { recursive: true });
    const scores = files.filter(
      (file) => /executions.*\/scores\.json/.test(file) && !file.includes('evaluation'),
    );
    const counts = await Promise.all(
      scores.map(
        async (file) =>
          Object.keys(JSON.parse(await readFile(path.join(objects, file), 'utf8')) as object).length,
      ),
    );
    expect(counts.sort()).toEqual([1, 2]);
  });

  test('each predicted photograph is kept beside those that version 1 learned from', async () => {
    const { home, result } = story();
    const folder = path.join(home, 'objects/files/images/skin-lesion');
    const names = await readdir(folder);
    expect(names.filter((name) => name.startsWith('SYNTHETIC'))).toHaveLength(400);
    expect(names).toHaveLength(400 + result.predictions.sent);
  });
});
