import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { approveModel } from '../approve-model/approve-model.ts';
import { evaluateModel } from './evaluate-model.ts';
import { wisconsin, World } from '../../tests/support/world.ts';
import { makeSnapshot } from '../../domain/dataset/snapshot.ts';
import { getVersion } from '../../domain/registry/store.ts';
import { acquireLockWrite, readLock } from '../../domain/retraining/lock.ts';
import { runTraining } from '../../domain/training/train.ts';
import { dataCardSchema } from '../../domain/cards/data-card.ts';
import { cardKeysOf } from '../../domain/cards/keys.ts';
import { modelCardMarkdown } from '../../domain/cards/markdown.ts';
import { modelCardSchema, type ModelCard } from '../../domain/cards/model-card.ts';
import { writeCards } from '../../domain/cards/write-cards.ts';

const useCase = 'breast-cancer';
const world = new World();
const snapshot = makeSnapshot(wisconsin, world.useCase.data);
const decision = { decision: 'approved', by: 'dr.wolberg', reason: 'better on the held-out rows' } as const;
const text = async (key: string): Promise<string> =>
  new TextDecoder().decode((await world.objects.get(key))?.body);
const cardOf = (json: unknown): ModelCard => z.parse(modelCardSchema, json);
const keys = cardKeysOf({ modelKey: 'executions/e/model.json' });

describe('the cards of a version', () => {
  let registered: ModelCard;
  let decided: ModelCard;
  beforeAll(async () => {
    await world.objects.put('s.csv', snapshot.csv);
    const training = { snapshotKey: 's.csv', snapshotHash: snapshot.hash, outputPrefix: 'executions/e/' };
    const parameters = { codeVersion: 'abc' };
    await runTraining({ ...training, useCase, executionName: 'e', parameters }, world);
    const { write } = acquireLockWrite(await readLock(world.records, useCase), 'e', world.clock.now());
    await world.records.write([write]);
    const trigger = {
      useCase,
      reason: 'drift',
      cause: 'c',
      requestedAt: '2026-01-05T07:00:00.000Z',
      explanation: 'texture_mean rose by 1.2 sd',
    } as const;
    const at = world.clock.now().toISOString();
    const pipeline = { ...training, pipelineExecutionId: 'p', startedAt: at, rows: 569, trafficKey: null };
    await evaluateModel(world, { executionName: 'e', useCase, generation: 1, trigger, pipeline });
    registered = cardOf(JSON.parse(await text(keys.modelJson)));
    await approveModel(world, { executionName: 'e', useCase, generation: 1, version: 1, decision });
    decided = cardOf(JSON.parse(await text(keys.modelJson)));
  });

  test('are there with the registration: data hash, metrics, intended use, trigger; nobody has decided', async () => {
    expect(registered).toMatchObject({
      version: 1,
      status: 'PendingManualApproval',
      approval: null,
      data: { snapshotHash: snapshot.hash, rows: { snapshot: 569 } },
      model: { algorithm: 'logistic-regression', codeVersion: 'abc', hyperparameters: { C: 0.5 } },
      trigger: { reason: 'drift', explanation: 'texture_mean rose by 1.2 sd' },
      gate: { passed: true },
      intendedUse: { outOfScope: expect.arrayContaining(['a diagnosis without a pathologist']) },
    });
    expect(registered.metrics['rocAuc']).toBeGreaterThan(0.97);
    expect(registered.crossValidation?.folds).toBe(5);
    expect(z.parse(dataCardSchema, JSON.parse(await text(keys.dataJson)))).toMatchObject({
      snapshotHash: snapshot.hash,
      notLearnedFrom: expect.arrayContaining([{ column: 'id', because: 'names a row or a patient' }]),
    });
  });

  test('name the approver once somebody has decided, for people and for programs', async () => {
    expect(decided).toMatchObject({
      status: 'Approved',
      approval: { decision: 'approved', by: 'dr.wolberg', reason: 'better on the held-out rows' },
    });
    const markdown = await text(keys.modelMarkdown);
    expect(markdown).toContain('approved by dr.wolberg at');
    expect(markdown).toContain(snapshot.hash);
    expect(markdown).toContain('texture_mean rose by 1.2 sd');
    expect(markdown).toMatch(/\| rocAuc \| 0\.9\d{3} \| 0\.9\d{3} \|/);
    expect(await text(keys.dataMarkdown)).toContain('UCI Machine Learning Repository, CC BY 4.0');
  });

  test('are the same when written again, and have gaps where files are gone', async () => {
    const before = await text(keys.modelMarkdown);
    const { data: version } = (await getVersion(world.records, useCase, 1))!;
    await writeCards(world.objects, world.useCase, version);
    expect(await text(keys.modelMarkdown)).toBe(before);
    await world.objects.delete(version.evaluationKey);
    await writeCards(world.objects, world.useCase, version);
    expect(cardOf(JSON.parse(await text(keys.modelJson)))).toMatchObject({
      crossValidation: null,
      metrics: version.metrics,
    });
  });

  test('a reason that somebody typed neither breaks a line nor is markup', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (typed) => {
        const card = { ...decided, approval: { decision: 'approved', by: 'a', at: 't', reason: typed } };
        const lines = modelCardMarkdown(card).split('\n');
        expect(lines).toHaveLength(modelCardMarkdown(decided).split('\n').length);
        const line = lines.find((one) => one.startsWith('approved by a')) ?? '';
        expect(line.replaceAll(/\\./g, '')).not.toMatch(/[<>|`*[\]]/);
      }),
    );
  });
});
