import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pipelineParameters } from '../../domain/retraining/pipeline-parameters.ts';
import { lightPipeline } from '../../pipelines/sagemaker/light-pipeline.ts';
import { trainingPipeline } from '../../pipelines/sagemaker/training-pipeline.ts';
import { validatePipeline } from '../../pipelines/sagemaker/validate/validate.ts';
import { breastCancer as useCase } from '../../usecases/breast-cancer.ts';
import { skinLesion } from '../../usecases/skin-lesion.ts';
import { exampleLight, examplePhotographs, examplePlace, exampleTuning } from './example.ts';
import { botocoreOrSkip, judged, runPython } from './judge.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const definitions: [string, unknown][] = [
  ['training', plain(trainingPipeline(useCase, examplePlace))],
  ['tuning', plain(trainingPipeline(useCase, exampleTuning))],
  ['photographs', plain(trainingPipeline(skinLesion, examplePhotographs))],
  ['light', plain(lightPipeline(useCase, exampleLight))],
];

test('with a tracking server the training is told of it, and no other step', () => {
  const mlflowTrackingUri = 'https://mlflow.example.org';
  const definition = plain(trainingPipeline(useCase, { ...examplePlace, mlflowTrackingUri }));
  expect(validatePipeline(definition)).toEqual([]);
  expect(JSON.stringify(definition).split(mlflowTrackingUri)).toHaveLength(2);
  expect(definition).toMatchObject({
    Steps: expect.arrayContaining([
      expect.objectContaining({
        Name: 'Train',
        Arguments: expect.objectContaining({ Environment: { MLFLOW_TRACKING_URI: mlflowTrackingUri } }),
      }),
    ]),
  });
});

describe.each(definitions)('the %s pipeline', (name, definition) => {
  test('is the one that was reviewed', () => {
    const file = path.join(import.meta.dirname, 'golden', `${name}.json`);
    // `UPDATE_GOLDEN=1` writes the files anew: read the difference before it is committed.
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, `${JSON.stringify(definition, null, 2)}\n`);
    expect(definition).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  test('has nothing that the validator finds', () => {
    expect(validatePipeline(definition)).toEqual([]);
  });

  test('takes what the loop passes, and needs nothing else', () => {
    const declared = (definition as { Parameters: { Name: string; DefaultValue?: unknown }[] }).Parameters;
    const passed = pipelineParameters(
      {
        useCase: useCase.name,
        executionName: 'e',
        snapshotKey: 's',
        snapshotHash: 'h',
        outputPrefix: 'o/',
        parameters: {},
      },
      (key) => `s3://b/${key}`,
    );
    const names = declared.map(({ Name }) => Name);
    expect(Object.keys(passed).filter((key) => !names.includes(key))).toEqual([]);
    expect(
      declared.filter(({ Name, DefaultValue }) => DefaultValue === undefined && !(Name in passed)),
    ).toEqual([]);
  });
});

const python = botocoreOrSkip();
(python === undefined ? describe.skip : describe)('as botocore sees it', () => {
  test.each(definitions)('the arguments of each step of the %s pipeline', (_, definition) => {
    const answers = judged(python!, definition);
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter(({ report }) => report !== '')).toEqual([]);
  });

  test('the judge refuses what is wrong', () => {
    const [, training] = definitions[0]!;
    const broken = structuredClone(training) as { Steps: { Arguments: Record<string, unknown> }[] };
    const step = broken.Steps[1]!;
    // Past our own validator, which would refuse it first.
    const text = JSON.stringify({
      steps: [{ name: 'Train', type: 'Training', arguments: { ...step.Arguments, RoleArn: 5 } }],
    });
    expect(runPython(python!, 'botocore_judge.py', text)).toContain('Invalid type for parameter RoleArn');
  });

  test('the shapes that the validator knows are those of botocore', () => {
    const known: unknown = JSON.parse(
      readFileSync(path.join(import.meta.dirname, '../../pipelines/sagemaker/validate/shapes.json'), 'utf8'),
    );
    expect(JSON.parse(runPython(python!, 'botocore_shapes.py'))).toEqual(known);
  });
});
