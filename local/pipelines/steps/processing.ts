import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { StepFailedError } from '../errors.ts';
import { listAt, numberAt, recordAt, textAt, textsAt } from '../property.ts';
import {
  localPath,
  mlRootOf,
  resourceConfig,
  runProgram,
  writeJson,
  type Job,
  type Properties,
} from './job.ts';

/** SageMaker's default: a day. */
const defaultTimeoutSeconds = 86_400;

/** A processing job: inputs below /opt/ml/processing, the program, outputs to their addresses once it has succeeded. */
export async function runProcessing(job: Job): Promise<Properties> {
  const { arguments: args, storage } = job;
  const config = path.join(mlRootOf(job), 'config');
  await writeJson(path.join(config, 'processingjobconfig.json'), { ProcessingJobName: job.jobName, ...args });
  await writeJson(path.join(config, 'resourceconfig.json'), resourceConfig);
  await mkdir(path.join(mlRootOf(job), 'output'), { recursive: true });
  for (const input of listAt(args, 'ProcessingInputs')) {
    const name = textAt(input, 'InputName') ?? '';
    const uri = textAt(input, 'S3Input', 'S3Uri');
    const to = textAt(input, 'S3Input', 'LocalPath');
    if (uri === undefined || to === undefined)
      throw new StepFailedError(
        `input ${name}: got no S3Input with S3Uri and LocalPath; nothing else can be read on one machine`,
      );
    if ((await storage.download(uri, localPath(job, to))) === 0)
      throw new StepFailedError(`input ${name}: nothing lies at ${uri}`);
  }
  const outputs = listAt(args, 'ProcessingOutputConfig', 'Outputs').map((output) => ({
    name: textAt(output, 'OutputName') ?? '',
    uri: textAt(output, 'S3Output', 'S3Uri') ?? '',
    folder: localPath(job, textAt(output, 'S3Output', 'LocalPath') ?? '/opt/ml/processing/output'),
  }));
  for (const { folder } of outputs) await mkdir(folder, { recursive: true });
  await runProgram(job, {
    entrypoint: textsAt(args, 'AppSpecification', 'ContainerEntrypoint'),
    arguments: textsAt(args, 'AppSpecification', 'ContainerArguments'),
    environment: recordAt(args, 'Environment'),
    timeoutSeconds: numberAt(args, 'StoppingCondition', 'MaxRuntimeInSeconds') ?? defaultTimeoutSeconds,
    reasonFile: path.join(mlRootOf(job), 'output/message'),
  });
  for (const { folder, uri } of outputs) await storage.upload(folder, uri);
  return {
    ...args,
    ProcessingJobName: job.jobName,
    ProcessingJobArn: `arn:aws:sagemaker:us-east-1:000000000000:processing-job/${job.jobName}`,
    ProcessingJobStatus: 'Completed',
  };
}
