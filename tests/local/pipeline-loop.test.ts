import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { StoryApi, type ExecutionView } from '../../cli/story/api.ts';
import { follow } from '../../cli/story/follow.ts';
import { silentNarrator } from '../../cli/story/narrator.ts';
import { catalogOf } from '../../domain/usecase/catalog.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { startPlatform, type PlatformOptions } from '../../local/platform.ts';
import { medicationAdherence } from '../../usecases/medication-adherence.ts';
import { syntheticDiabeticCsv } from '../../usecases/synthetic/diabetic-encounters.ts';
import { tiny } from '../pipelines/local-run.ts';
import { pythonOrSkip } from '../support/python.ts';

const python = pythonOrSkip('tabular');
const table = syntheticDiabeticCsv(1_500, 3);
let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'modelkeep-pipeline-loop-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Asks for a first version and gives back how the retraining ended; nobody approves anything. */
async function firstVersion(
  useCase: UseCase,
  more: Partial<PlatformOptions> = {},
): Promise<{ readonly ended: ExecutionView; readonly models: readonly { readonly status: string }[] }> {
  const platform = await startPlatform({
    home,
    port: 0,
    environment: {},
    schedules: false,
    useCases: catalogOf([useCase]),
    baseTables: { [useCase.name]: table },
    ...more,
  });
  try {
    const api = new StoryApi(platform.url, useCase.name);
    const name = await api.retrain('first-version', 'to see how it ends');
    const ended = await follow(api, silentNarrator, name, () => Promise.reject(new Error('not approved')), {
      patienceSeconds: 120,
    });
    return { ended, models: await api.models() };
  } finally {
    await platform.close();
  }
}

describe('a use case that is not light, in the loop', () => {
  test.each(['Preprocess', 'Train', 'Evaluate', 'Assemble'])(
    'a program that fails in %s: PipelineFailed, with the step and its reason',
    async (step) => {
      const programs = { '*': tiny(), [`#${step}`]: tiny({ FAIL: 'cannot go on' }) };
      const { ended, models } = await firstVersion(medicationAdherence, { programs });
      expect(ended).toMatchObject({ status: 'Failed', outcome: 'PipelineFailed' });
      expect(ended.reasons?.[0]).toBe(`the training ended Failed: step ${step}: exit code 3: cannot go on`);
      expect(models).toEqual([]);
    },
    60_000,
  );

  (python === undefined ? test.skip : test)(
    'a model below the gate: GateRejected, the version kept with its reasons and its card',
    async () => {
      const gate: typeof medicationAdherence.gate = {
        ...medicationAdherence.gate,
        thresholds: [{ metric: 'rocAuc', atLeast: 0.999 }],
      };
      const { ended, models } = await firstVersion({ ...medicationAdherence, gate });
      expect(ended).toMatchObject({ status: 'Succeeded', outcome: 'GateRejected' });
      expect(ended.reasons?.[0]).toMatch(/^rocAuc 0\.\d+: not at least 0\.999/);
      expect(models).toMatchObject([{ version: 1, status: 'Rejected' }]);
      const card = await readFile(
        path.join(home, `objects/files/executions/${ended.name}/model-card.md`),
        'utf8',
      );
      expect(card).toContain('None: the gate said no.');
      expect(card).toContain('not for: a statement about whether a patient takes their medication');
      expect(card).toMatch(/## By race[^#]*\| Caucasian \|/);
    },
    120_000,
  );
});
