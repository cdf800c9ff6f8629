import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { trainingPipeline } from '../../pipelines/sagemaker/training-pipeline.ts';
import { lightPipeline } from '../../pipelines/sagemaker/light-pipeline.ts';
import { breastCancer as useCase } from '../../usecases/breast-cancer.ts';
import { exampleLight, examplePlace } from './example.ts';
import { LocalRuns, statuses, tiny } from './local-run.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const definition = plain(trainingPipeline(useCase, examplePlace));
const parameters = {
  ExecutionName: 'e1',
  SnapshotUri: 's3://objects/snapshots/s.csv',
  SnapshotHash: 'abc',
  OutputUri: 's3://objects/executions/e1/',
  TrainingParameters: '{"codeVersion":"1"}',
};
const reason = 'the model does not meet the gate (accuracy at least 0.93';

let runs: LocalRuns;
beforeEach(async () => {
  runs = new LocalRuns();
  const objects = await runs.bucket('objects');
  await objects.put('snapshots/s.csv', 'x\n1\n');
  await objects.put('executions/e1/training.json', '{}');
  await (await runs.bucket('modelkeep-test-models')).put('specifications/breast-cancer/0/usecase.json', '{}');
});
afterEach(() => runs.close());

describe('the training pipeline on one machine', () => {
  test('runs through to a version that waits for approval', async () => {
    const run = await runs.run(definition, { '*': tiny() }, { parameters });
    expect(statuses(run)).toBe(
      'Preprocess:Succeeded Train:Succeeded Evaluate:Succeeded Assemble:Succeeded Gate:Succeeded Register:Succeeded BelowGate:Skipped',
    );
    const version = JSON.parse(
      readFileSync(
        path.join(await runs.folder(), 'registry', examplePlace.modelPackageGroup, '1.json'),
        'utf8',
      ),
    );
    expect(version).toMatchObject({
      version: 1,
      arguments: {
        ModelApprovalStatus: 'PendingManualApproval',
        CustomerMetadataProperties: { ExecutionName: 'e1', SnapshotHash: 'abc' },
        DriftCheckBaselines: {
          ModelDataQuality: { Statistics: { S3Uri: 's3://objects/executions/e1/baseline.json' } },
        },
        ModelMetrics: {
          ModelQuality: {
            Statistics: { S3Uri: 's3://objects/executions/e1/evaluation/evaluation.json' },
          },
        },
      },
    });
    expect(run.steps.find(({ name }) => name === 'Register')?.outcome).toMatch(/^version 1 of /);
    expect(runs.events.filter(({ kind }) => kind === 'log').length).toBeGreaterThan(4);
    const seen = await runs.text('objects', 'executions/e1/seen.json');
    expect(JSON.parse(seen ?? '')).toMatchObject({
      model: ['model.tar.gz'],
      snapshot: ['s.csv'],
      test: ['seen.json', 'test.csv'],
      specification: ['usecase.json'],
    });
  });

  test('training finds channels, hyperparameters as texts, hosts; its model is packed', async () => {
    await runs.run(definition, { '*': tiny() }, { parameters, executionId: 'x1' });
    const file = path.join(
      await runs.folder(),
      's3/modelkeep-test-models/breast-cancer/e1/model/pipelines-x1-Train/output/model.tar.gz',
    );
    const model: unknown = JSON.parse(
      execFileSync('tar', ['-xOzf', file, './model.json'], { encoding: 'utf8' }),
    );
    expect(model).toEqual({
      hyperparameters: {
        algorithm: 'logistic-regression',
        C: '0.5',
        decisionThreshold: '0.5',
        folds: '5',
        seed: '7',
        trainingParameters: '{"codeVersion":"1"}',
      },
      files: { train: ['seen.json', 'train.csv'], specification: ['usecase.json'] },
      hosts: ['algo-1'],
      checkpoints: [],
    });
  });

  test.each(['Preprocess', 'Train', 'Evaluate', 'Assemble'])(
    'a program that fails in %s: the step, its reason and its last lines; nothing is registered',
    async (name) => {
      const programs = { '*': tiny(), [`#${name}`]: tiny({ FAIL: `cannot do ${name}` }) };
      const run = await runs.run(definition, programs, { parameters });
      expect(run.status).toBe('Failed');
      expect(run.failure).toMatchObject({ step: name, reason: `exit code 3: cannot do ${name}` });
      expect(run.failure?.lastLines).toEqual(
        expect.arrayContaining(['line one of the log', 'line two of the log']),
      );
      expect(run.steps.find((step) => step.name === 'Register')?.status).toBe('Waiting');
      const status: unknown = JSON.parse(
        readFileSync(path.join(await runs.folder(), 'runs', run.executionId, 'status.json'), 'utf8'),
      );
      expect(status).toEqual(plain(run));
    },
  );

  test('a model below the gate: the Fail step with its reason', async () => {
    const run = await runs.run(definition, { '*': tiny({ SCORE: '0.5' }) }, { parameters });
    expect(run.failure?.step).toBe('BelowGate');
    expect(run.failure?.reason).toContain(reason);
    expect(run.steps.find(({ name }) => name === 'Gate')?.outcome).toContain('0.5 >= 0.93 does not hold');
    expect(statuses(run)).toContain('Assemble:Succeeded Gate:Succeeded Register:Skipped BelowGate:Failed');
  });

  test('a gate that finds no metric, and a registry that refuses', async () => {
    const without = await runs.run(
      definition,
      { '*': tiny(), '#Evaluate': tiny({ NO_EVALUATION: '1' }) },
      { parameters },
    );
    expect(without.failure).toMatchObject({
      step: 'Evaluate',
      reason: 'property file Evaluation: the program left no evaluation.json in its output evaluation',
    });
    const registrar = () => Promise.reject(new Error('no room for another version'));
    const refused = await runs.run(definition, { '*': tiny() }, { parameters, registrar });
    expect(refused.failure).toMatchObject({ step: 'Register', reason: 'Error: no room for another version' });
  });

  test('steps with the same arguments take the earlier result; other rows, none', async () => {
    await runs.run(definition, { '*': tiny() }, { parameters });
    const again = await runs.run(definition, { '*': tiny() }, { parameters });
    expect(statuses(again)).toMatch(/^Preprocess:cached Train:cached Evaluate:Succeeded/);
    const without = await runs.run(definition, { '*': tiny() }, { parameters, useCache: false });
    expect(statuses(without)).toMatch(/^Preprocess:Succeeded Train:Succeeded/);
    await (await runs.bucket('objects')).put('snapshots/s.csv', 'x\n22\n');
    const other = await runs.run(definition, { '*': tiny() }, { parameters });
    expect(statuses(other)).toMatch(/^Preprocess:Succeeded/);
  });

  test('the cache expires', async () => {
    await runs.run(definition, { '*': tiny() }, { parameters });
    runs.clock.advance(31 * 86_400);
    const late = await runs.run(definition, { '*': tiny() }, { parameters });
    expect(statuses(late)).toMatch(/^Preprocess:Succeeded Train:Succeeded/);
  });

  test('stopped: SIGTERM, the checkpoint is kept, the next run finds it', async () => {
    const stop = new AbortController();
    const run = await runs.run(
      definition,
      { '*': tiny(), '#Train': tiny({ HANG: 'polite' }) },
      {
        parameters,
        signal: stop.signal,
        onEvent: (event) => event.kind === 'log' && event.line === 'ready' && stop.abort(),
      },
    );
    expect(run.status).toBe('Stopped');
    expect(statuses(run)).toMatch(/^Preprocess:Succeeded Train:Stopped Evaluate:Waiting/);
    expect(await runs.text('modelkeep-test-models', 'breast-cancer/e1/checkpoints/epoch-3.txt')).toBe(
      'weights',
    );
    await runs.run(definition, { '*': tiny() }, { parameters, executionId: 'x2' });
    const file = 's3/modelkeep-test-models/breast-cancer/e1/model/pipelines-x2-Train/output/model.tar.gz';
    const model = execFileSync('tar', ['-xOzf', path.join(await runs.folder(), file), './model.json']);
    expect(JSON.parse(model.toString())).toMatchObject({ checkpoints: ['epoch-3.txt'] });
  });

  test('a program that runs too long and ignores SIGTERM is killed', async () => {
    const run = await runs.run(
      definition,
      { '*': tiny(), '#Train': tiny({ HANG: 'stubborn' }) },
      {
        parameters,
        onEvent: (event) => {
          if (event.kind !== 'log' || event.line !== 'ready') return;
          runs.clock.advance(3_600);
          runs.alarms.wake();
          runs.clock.advance(120);
          runs.alarms.wake();
        },
      },
    );
    expect(run.failure).toMatchObject({
      step: 'Train',
      reason: 'it ran longer than 3600 s (MaxRuntimeInSeconds) and was stopped',
    });
  });

  test('what is wrong with the call is said before anything runs', async () => {
    await expect(runs.run(definition, {}, { parameters })).rejects.toThrow(/step Preprocess: got no program/);
    await expect(runs.run(definition, { '*': tiny() }, {})).rejects.toThrow(
      /ExecutionName: got nothing, and it has no default/,
    );
    await expect(
      runs.run(definition, { '*': tiny() }, { parameters: { ...parameters, Rows: '1' } }),
    ).rejects.toThrow(/Rows: got an unknown parameter/);
    expect(runs.events).toEqual([]);
  });

  test('a program that is not there', async () => {
    const run = await runs.run(
      definition,
      { '*': { command: ['/no/such/program'], environment: {} } },
      { parameters },
    );
    expect(run.failure?.reason).toMatch(/"\/no\/such\/program" could not be started/);
  });
});

describe('the light pipeline on one machine', () => {
  const light = plain(lightPipeline(useCase, exampleLight));
  const train = (accuracy: number) => ({
    [exampleLight.functionArn]: () => Promise.resolve({ accuracy, recall: 0.99, rocAuc: 0.99, brier: 0.02 }),
  });

  test('one function, then the gate', async () => {
    const good = await runs.run(light, {}, { parameters, functions: train(0.97) });
    expect(statuses(good)).toBe('Train:Succeeded Gate:Succeeded Register:Succeeded BelowGate:Skipped');
    const bad = await runs.run(light, {}, { parameters, functions: train(0.9) });
    expect(bad.failure).toMatchObject({ step: 'BelowGate', reason: expect.stringContaining(reason) });
  });

  test('without the function its steps are left out, and said to be', async () => {
    const run = await runs.run(light, {}, { parameters });
    expect(statuses(run)).toBe('Train:Skipped Gate:Skipped Register:Skipped BelowGate:Skipped');
    expect(run.steps[0]?.reason).toBe('a step of type Lambda runs on AWS only');
  });
});
