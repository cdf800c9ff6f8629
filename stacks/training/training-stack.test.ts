import { expect, test } from '@jest/globals';
import { Testing } from 'cdktf';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { useCases } from '../../usecases/index.ts';
import { environmentNamed } from '../environments/index.ts';
import type { Environment } from '../environments/schema.ts';
import { TrainingStack } from './training-stack.ts';

const address = 'https://mlflow.example.org';
const synthesised = (useCase: UseCase, change: Partial<Environment>): string =>
  Testing.synth(new TrainingStack(Testing.app(), { ...environmentNamed('dev'), ...change }, useCase));

test('trainings of tables tell their figures to the MLflow server of the environment, where it has one', () => {
  const table = useCases.get('medication-adherence');
  expect(synthesised(table, { mlflowTrackingUri: address })).toContain(address);
  expect(synthesised(table, {})).not.toContain('MLFLOW_TRACKING_URI');
});

test('trainings of networks, whose program knows no MLflow, are not given its address', () => {
  expect(synthesised(useCases.get('skin-lesion'), { mlflowTrackingUri: address })).not.toContain(address);
});
