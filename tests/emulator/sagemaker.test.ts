import {
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  CreatePipelineCommand,
  DescribeModelPackageCommand,
  DescribePipelineExecutionCommand,
  ListPipelineExecutionsCommand,
  ListPipelineExecutionStepsCommand,
  SageMakerClient,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { emulatorOrSkip } from '../support/emulator.ts';
import { roleArn } from './recorder.ts';

const emulator = await emulatorOrSkip();

(emulator ? describe : describe.skip)('SageMaker, a facade', () => {
  const sagemaker = new SageMakerClient({ ...emulator?.client });
  const PipelineName = 'sagemaker-test';
  const start = (token: string, more: { readonly value?: string; readonly name?: string } = {}) =>
    sagemaker.send(
      new StartPipelineExecutionCommand({
        PipelineName: more.name ?? PipelineName,
        PipelineExecutionDisplayName: 'display',
        PipelineParameters: [{ Name: 'Data', Value: more.value ?? 's3://a' }],
        ClientRequestToken: token,
      }),
    );

  beforeAll(async () => {
    await sagemaker.send(
      new CreatePipelineCommand({
        PipelineName,
        RoleArn: roleArn,
        ClientRequestToken: randomUUID(),
        PipelineDefinition: JSON.stringify({
          Version: '2020-12-01',
          Parameters: [],
          Steps: [{ Name: 'Train', Type: 'Training', Arguments: {} }],
        }),
      }),
    );
  });

  test('one request token is one execution, also of calls at the same time', async () => {
    const token = randomUUID();
    const answers = await Promise.all([start(token), start(token), start(token), start(token)]);
    const again = await start(token, { value: 's3://other' });
    expect(new Set([...answers, again].map((answer) => answer.PipelineExecutionArn)).size).toBe(1);
    const other = await start(randomUUID());
    expect(other.PipelineExecutionArn).not.toBe(again.PipelineExecutionArn);
    const { PipelineExecutionSummaries } = await sagemaker.send(
      new ListPipelineExecutionsCommand({ PipelineName }),
    );
    expect(PipelineExecutionSummaries).toHaveLength(2);
  });

  test('an execution has succeeded at once, whatever its steps say', async () => {
    const { PipelineExecutionArn } = await start(randomUUID());
    const described = await sagemaker.send(new DescribePipelineExecutionCommand({ PipelineExecutionArn }));
    expect(described).toMatchObject({
      PipelineExecutionArn,
      PipelineExecutionDisplayName: 'display',
      PipelineExecutionStatus: 'Succeeded',
    });
    const steps = await sagemaker.send(new ListPipelineExecutionStepsCommand({ PipelineExecutionArn }));
    expect(steps.PipelineExecutionSteps).toMatchObject([{ StepName: 'Train', StepStatus: 'Succeeded' }]);
  });

  test('a pipeline that does not exist is an error by name', async () => {
    await expect(start(randomUUID(), { name: 'nobody' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('what it lacks says so', async () => {
    const { PipelineExecutionArn } = await start(randomUUID());
    const stop = new StopPipelineExecutionCommand({ PipelineExecutionArn, ClientRequestToken: randomUUID() });
    await expect(sagemaker.send(stop)).rejects.toMatchObject({ name: 'NotInTheEmulator' });
  });

  test('an approval keeps what it does not name', async () => {
    const ModelPackageGroupName = 'sagemaker-test';
    await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName }));
    const { ModelPackageArn } = await sagemaker.send(
      new CreateModelPackageCommand({
        ModelPackageGroupName,
        ModelApprovalStatus: 'PendingManualApproval',
        CustomerMetadataProperties: { dataHash: 'abc' },
      }),
    );
    await sagemaker.send(
      new UpdateModelPackageCommand({
        ModelPackageArn,
        ModelApprovalStatus: 'Approved',
        CustomerMetadataProperties: { approver: 'a' },
      }),
    );
    const found = await sagemaker.send(
      new DescribeModelPackageCommand({ ModelPackageName: ModelPackageArn }),
    );
    expect(found).toMatchObject({
      ModelApprovalStatus: 'Approved',
      CustomerMetadataProperties: { dataHash: 'abc', approver: 'a' },
    });
  });
});
