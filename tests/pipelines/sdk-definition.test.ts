import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { validatePipeline } from '../../pipelines/sagemaker/validate/validate.ts';
import { botocoreOrSkip, judged } from './judge.ts';
import { LocalRuns, statuses, tiny } from './local-run.ts';

/** A definition as AWS's own SageMaker Python SDK prints it; not part of the project. */
function sdkDefinitionOrSkip(): unknown {
  const folder = process.env['MODELKEEP_TEST_DATA'];
  const file = folder === undefined ? undefined : path.join(folder, 'sagemaker_sdk_pipeline.json');
  if (file !== undefined && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const missing = 'sagemaker_sdk_pipeline.json is missing; name its folder by MODELKEEP_TEST_DATA';
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(missing);
  process.stderr.write(`skipped: ${missing}\n`);
  return undefined;
}

const definition = sdkDefinitionOrSkip();
const python = botocoreOrSkip();

(definition === undefined ? describe.skip : describe)('a definition of the SageMaker Python SDK', () => {
  let runs: LocalRuns;
  beforeEach(async () => {
    runs = new LocalRuns();
    const bucket = await runs.bucket('bkt1');
    await bucket.put('data/rows.csv', 'x\n1\n');
    const code = 'mlops/p1/code/ac50c26e86ce265d82425cb7a61b49e49f976f7720a1d790c16a290fb7bfd15e/prep.py';
    await bucket.put(code, 'print("prepared")\n');
  });
  afterEach(() => runs.close());

  test('has nothing that the validator finds', () => {
    expect(validatePipeline(definition)).toEqual([]);
  });

  (python === undefined ? test.skip : test)('has arguments that botocore takes', () => {
    expect(judged(python!, definition).filter(({ report }) => report !== '')).toEqual([]);
  });

  test('runs: processing, training, condition, registration; what needs AWS is left out', async () => {
    const run = await runs.run(definition, { '*': tiny() });
    expect(statuses(run)).toBe(
      'Prepare:Succeeded Train:Succeeded Evaluate:Succeeded Gate:Succeeded Register-RegisterModel:Succeeded TooWeak:Skipped ' +
        'Notify:Skipped Wait:Skipped DataQuality:Skipped DataBias:Skipped',
    );
    expect(run.status).toBe('Succeeded');
    expect(run.steps.find(({ name }) => name === 'DataQuality')?.reason).toBe(
      'a step of type QualityCheck runs on AWS only',
    );
    const lines = runs.events.flatMap((event) => (event.kind === 'log' ? [event.line] : []));
    expect(lines).toContain('called with ["--n","200","--x","1"]');
    expect(lines).toContain('called with ["train"]');
  });

  test('fails where it says so, with its reason', async () => {
    const run = await runs.run(definition, { '*': tiny({ SCORE: '0.6' }) });
    expect(run.failure).toMatchObject({ step: 'TooWeak', reason: 'AUC below 0.7' });
    const parameters = { MinAuc: '0.5' };
    const lower = await runs.run(definition, { '*': tiny({ SCORE: '0.6' }) }, { parameters });
    expect(lower.status).toBe('Succeeded');
  });

  test.each(['Prepare', 'Train', 'Evaluate'])(
    'a program that fails in %s, and says nothing',
    async (name) => {
      const run = await runs.run(definition, { '*': tiny(), [`#${name}`]: tiny({ FAIL: 'silently' }) });
      expect(run.failure).toMatchObject({ step: name, reason: 'exit code 3: line two of the log' });
    },
  );
});
