import {
  DescribePipelineExecutionCommand,
  ListPipelineExecutionStepsCommand,
  SageMakerClient,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-sagemaker';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { ThrottledError } from '../../domain/ports.ts';
import { SageMakerPipelineRunner } from './sagemaker-pipeline-runner.ts';

const aws = mockClient(SageMakerClient);
const runner = new SageMakerPipelineRunner(new SageMakerClient({ region: 'us-east-1' }), {
  pipelineName: 'mk-{useCase}-training',
  bucket: 'objects',
  prefix: 'dev',
});
const request = {
  useCase: 'breast-cancer',
  executionName: 'breast-cancer-0123',
  snapshotKey: 'snapshots/a.csv',
  snapshotHash: 'abc',
  outputPrefix: 'training/x/',
  parameters: { penalty: 1 },
};
beforeEach(() => {
  aws.reset();
});

test('starts with a token of the execution, and addresses that hold bucket and prefix', async () => {
  aws.on(StartPipelineExecutionCommand).resolves({ PipelineExecutionArn: 'arn:1' });
  expect(await runner.start(request)).toEqual({ pipelineExecutionId: 'arn:1' });
  const input = aws.commandCalls(StartPipelineExecutionCommand)[0]?.args[0].input;
  expect(input).toMatchObject({
    PipelineName: 'mk-breast-cancer-training',
    PipelineExecutionDisplayName: 'breast-cancer-0123',
    ClientRequestToken: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(
    Object.fromEntries((input?.PipelineParameters ?? []).map(({ Name, Value }) => [Name, Value])),
  ).toEqual({
    UseCase: 'breast-cancer',
    ExecutionName: 'breast-cancer-0123',
    SnapshotUri: 's3://objects/dev/snapshots/a.csv',
    SnapshotHash: 'abc',
    OutputUri: 's3://objects/dev/training/x/',
    TrainingParameters: '{"penalty":1}',
  });
});

const steps = (StepName: string, FailureReason: string) => [
  { StepName: 'Gate', StepStatus: 'Succeeded' } as const,
  { StepName, StepStatus: 'Failed', FailureReason } as const,
];

test('a failed step is named with its reason; one on a later page too', async () => {
  aws.on(DescribePipelineExecutionCommand).resolves({
    PipelineExecutionStatus: 'Failed',
    FailureReason: 'Step failure: One or multiple steps failed.',
  });
  aws
    .on(ListPipelineExecutionStepsCommand)
    .resolvesOnce({ PipelineExecutionSteps: [], NextToken: 'next' })
    .resolvesOnce({ PipelineExecutionSteps: steps('Train', 'ClientError: no rows') });
  expect(await runner.describe('arn:1')).toEqual({
    status: 'Failed',
    failureReason: 'step Train: ClientError: no rows',
  });
  expect(aws.commandCalls(ListPipelineExecutionStepsCommand)[1]?.args[0].input.NextToken).toBe('next');
});

test('a model below the gate has been trained: the gate of the retraining says no to it', async () => {
  aws.on(DescribePipelineExecutionCommand).resolves({ PipelineExecutionStatus: 'Failed' });
  aws.on(ListPipelineExecutionStepsCommand).resolves({ PipelineExecutionSteps: steps('BelowGate', 'no') });
  expect(await runner.describe('arn:1')).toEqual({ status: 'Succeeded' });
});

test.each([
  ['Executing', { status: 'Executing' }],
  ['Stopping', { status: 'Executing' }],
  ['Failed', { status: 'Failed', failureReason: 'why' }],
] as const)('%s', async (status, expected) => {
  const failure = status === 'Failed' ? { FailureReason: 'why' } : {};
  aws.on(DescribePipelineExecutionCommand).resolves({ PipelineExecutionStatus: status, ...failure });
  aws.on(ListPipelineExecutionStepsCommand).resolves({});
  expect(await runner.describe('arn:1')).toEqual(expected);
});

test('a refused stop is no error where the execution has ended', async () => {
  aws
    .on(StopPipelineExecutionCommand)
    .rejects(Object.assign(new Error('no'), { name: 'ThrottlingException' }));
  aws.on(DescribePipelineExecutionCommand).resolvesOnce({ PipelineExecutionStatus: 'Failed' });
  aws.on(ListPipelineExecutionStepsCommand).resolves({});
  await runner.stop('arn:1');
  aws.on(DescribePipelineExecutionCommand).resolves({ PipelineExecutionStatus: 'Executing' });
  await expect(runner.stop('arn:1')).rejects.toThrow(ThrottledError);
});
