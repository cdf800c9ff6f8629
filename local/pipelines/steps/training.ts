import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { StepFailedError } from '../errors.ts';
import { listAt, numberAt, recordAt, textAt, textsAt } from '../property.ts';
import { textOf } from '../resolve.ts';
import { FinalMetrics } from './metrics.ts';
import {
  localPath,
  mlRootOf,
  resourceConfig,
  runProgram,
  writeJson,
  type Job,
  type Properties,
} from './job.ts';

const run = promisify(execFile);
/** SageMaker's default: a day. */
const defaultTimeoutSeconds = 86_400;

/** A training job: channels, configuration and checkpoints in, the program, `model.tar.gz` and `output.tar.gz` out. */
export async function runTraining(job: Job): Promise<Properties> {
  const { arguments: args, storage } = job;
  const root = mlRootOf(job);
  const at = (...names: string[]) => path.join(root, ...names);
  const hyperparameters = Object.fromEntries(
    Object.entries(recordAt(args, 'HyperParameters')).map(([name, value]) => [name, textOf(value)]),
  );
  const channels = await downloadChannels(job);
  await writeJson(at('input/config/hyperparameters.json'), hyperparameters);
  await writeJson(at('input/config/resourceconfig.json'), resourceConfig);
  await writeJson(at('input/config/inputdataconfig.json'), channels);
  for (const folder of ['model', 'output/data', 'code']) await mkdir(at(folder), { recursive: true });
  const checkpointUri = textAt(args, 'CheckpointConfig', 'S3Uri');
  const checkpoints = localPath(job, textAt(args, 'CheckpointConfig', 'LocalPath') ?? '/opt/ml/checkpoints');
  await mkdir(checkpoints, { recursive: true });
  if (checkpointUri !== undefined) await storage.download(checkpointUri, checkpoints);

  const metrics = new FinalMetrics(listAt(args, 'AlgorithmSpecification', 'MetricDefinitions'));
  const given = textsAt(args, 'AlgorithmSpecification', 'ContainerArguments');
  try {
    await runProgram(
      {
        ...job,
        onLine: (line) => {
          metrics.read(line);
          job.onLine(line);
        },
      },
      {
        entrypoint: textsAt(args, 'AlgorithmSpecification', 'ContainerEntrypoint'),
        // SageMaker runs an image as `docker run <image> train`.
        arguments: given.length > 0 ? given : ['train'],
        environment: {
          ...toolkitVariables(root, hyperparameters, Object.keys(channels)),
          TRAINING_JOB_NAME: job.jobName,
          ...recordAt(args, 'Environment'),
        },
        timeoutSeconds: numberAt(args, 'StoppingCondition', 'MaxRuntimeInSeconds') ?? defaultTimeoutSeconds,
        reasonFile: at('output/failure'),
      },
    );
  } finally {
    // Also of a training that failed or was stopped: the next one goes on from there.
    if (checkpointUri !== undefined) await storage.upload(checkpoints, checkpointUri);
  }
  const outputUri = `${(textAt(args, 'OutputDataConfig', 'S3OutputPath') ?? '').replace(/\/+$/, '')}/${job.jobName}/output`;
  const modelUri = `${outputUri}/model.tar.gz`;
  await storage.put(modelUri, await packed(job, at('model')));
  if ((await readdir(at('output/data'))).length > 0)
    await storage.put(`${outputUri}/output.tar.gz`, await packed(job, at('output/data')));
  return {
    ...args,
    TrainingJobName: job.jobName,
    TrainingJobArn: `arn:aws:sagemaker:us-east-1:000000000000:training-job/${job.jobName}`,
    TrainingJobStatus: 'Completed',
    ModelArtifacts: { S3ModelArtifacts: modelUri },
    FinalMetricDataList: metrics.last(),
  };
}

async function downloadChannels(job: Job): Promise<Record<string, unknown>> {
  const channels: Record<string, unknown> = {};
  for (const channel of listAt(job.arguments, 'InputDataConfig')) {
    const name = textAt(channel, 'ChannelName') ?? '';
    const uri = textAt(channel, 'DataSource', 'S3DataSource', 'S3Uri');
    if (uri === undefined)
      throw new StepFailedError(
        `channel ${name}: got no S3DataSource; nothing else can be read on one machine`,
      );
    if ((await job.storage.download(uri, path.join(mlRootOf(job), 'input/data', name))) === 0)
      throw new StepFailedError(`channel ${name}: nothing lies at ${uri}`);
    const contentType = textAt(channel, 'ContentType');
    channels[name] = {
      TrainingInputMode: 'File',
      S3DistributionType: 'FullyReplicated',
      RecordWrapperType: 'None',
      ...(contentType === undefined ? {} : { ContentType: contentType }),
    };
  }
  return channels;
}

/** What SageMaker's training toolkit sets in its images. */
function toolkitVariables(
  root: string,
  hyperparameters: Readonly<Record<string, string>>,
  channels: readonly string[],
): Record<string, string> {
  const named = (prefix: string, names: readonly string[], value: (name: string) => string) =>
    Object.fromEntries(
      names.map((name) => [`${prefix}${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`, value(name)]),
    );
  return {
    SM_MODEL_DIR: path.join(root, 'model'),
    SM_INPUT_DIR: path.join(root, 'input'),
    SM_INPUT_CONFIG_DIR: path.join(root, 'input/config'),
    SM_OUTPUT_DIR: path.join(root, 'output'),
    SM_OUTPUT_DATA_DIR: path.join(root, 'output/data'),
    SM_CHECKPOINT_DIR: path.join(root, 'checkpoints'),
    SM_CHANNELS: JSON.stringify(channels),
    ...named('SM_CHANNEL_', channels, (name) => path.join(root, 'input/data', name)),
    SM_HPS: JSON.stringify(hyperparameters),
    ...named('SM_HP_', Object.keys(hyperparameters), (name) => hyperparameters[name] ?? ''),
    SM_HOSTS: JSON.stringify(resourceConfig.hosts),
    SM_CURRENT_HOST: resourceConfig.current_host,
    SM_NUM_GPUS: '0',
    SM_LOG_LEVEL: '20',
  };
}

async function packed(job: Job, folder: string): Promise<Uint8Array> {
  const file = path.join(job.folder, `${path.basename(folder)}.tar.gz`);
  await run('tar', ['-czf', file, '-C', folder, '.']);
  return readFile(file);
}
