import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreatePipelineCommand, DeletePipelineCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { snapshotHash } from '../../domain/dataset/snapshot.ts';
import type { PlatformEvent } from '../../domain/events/platform-event.ts';
import { detailOf } from '../../domain/events/envelope.ts';
import type { Notification } from '../../domain/events/notification.ts';
import { keys } from '../../domain/records/keys.ts';
import { toJson } from '../../domain/records/typed.ts';
import { readLock } from '../../domain/retraining/lock.ts';
import { pipelineParameterNames } from '../../domain/retraining/pipeline-parameters.ts';
import { executionPrefix, planKey, type TrainingPlan } from '../../domain/retraining/training-plan.ts';
import { baseKeys } from '../../domain/retraining/training-rows.ts';
import { runTraining } from '../../domain/training/train.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { dynamoRecords, s3Objects, systemClock } from '../../functions/adapters/ports.ts';
import { dev } from '../../stacks/environments/dev.ts';
import { Names, severities } from '../../stacks/names.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { eventually } from '../emulator/eventually.ts';
import { startHttpSink } from '../emulator/http-sink.ts';

type Sink = Awaited<ReturnType<typeof startHttpSink>>;
const dataFile = path.join(import.meta.dirname, '../../usecases/data/breast_cancer_wisconsin.csv');
const useCase = breastCancer.name;
/** Longer than a retraining with its minute of watching takes here. */
const longestExecutionMs = 180_000;

/** The deployed platform, seen from outside: what people, AWS and SageMaker do to it. AWS_* of the process say where. */
export class Deployed {
  readonly names = new Names({ ...dev, accountId: '123456789012' });
  readonly records = dynamoRecords({ RECORDS_TABLE: this.names.table });
  readonly objects = s3Objects({ OBJECTS_BUCKET: this.names.bucket('{room}') });
  readonly #sfn = new SFNClient();
  readonly #sagemaker = new SageMakerClient();
  readonly #pipeline = this.names.trainingPipeline.replace('{useCase}', useCase);
  #subscriber: Sink | undefined;
  #slack: Sink | undefined;

  /** What lies outside of Terraform: secrets, the base table, the training pipeline, and who listens. */
  async prepare(): Promise<void> {
    this.#subscriber = await startHttpSink();
    this.#slack = await startHttpSink();
    const secrets = new SecretsManagerClient();
    const secret = (name: string, SecretString: string) =>
      secrets.send(new PutSecretValueCommand({ SecretId: this.names.secret(name), SecretString }));
    await secret('pseudonym-key', 'k'.repeat(32));
    await secret('slack-webhook', this.#slack.url);
    const csv = await readFile(dataFile, 'utf8');
    await this.objects.put(baseKeys.data(useCase), csv);
    await this.objects.put(baseKeys.hash(useCase), snapshotHash(csv));
    await this.#sagemaker.send(
      new CreatePipelineCommand({
        PipelineName: this.#pipeline,
        ClientRequestToken: 'p'.repeat(32),
        RoleArn: 'arn:aws:iam::123456789012:role/test',
        PipelineDefinition: JSON.stringify({
          Version: '2020-12-01',
          Parameters: Object.values(pipelineParameterNames).map((Name) => ({ Name, Type: 'String' })),
          Steps: [],
        }),
      }),
    );
    const sns = new SNSClient();
    for (const severity of severities)
      await sns.send(
        new SubscribeCommand({
          TopicArn: this.names.topicArn(severity),
          Protocol: 'http',
          Endpoint: this.#subscriber.url,
        }),
      );
  }

  async close(): Promise<void> {
    await this.#subscriber?.stop();
    await this.#slack?.stop();
  }

  async deletePipeline(): Promise<void> {
    await this.#sagemaker.send(
      new DeletePipelineCommand({ PipelineName: this.#pipeline, ClientRequestToken: 'd'.repeat(32) }),
    );
  }

  /** Copies of one event on the platform's bus. */
  async putEvents(event: PlatformEvent, copies: number): Promise<void> {
    const entry = {
      EventBusName: this.names.bus,
      Source: event.source,
      DetailType: event.detailType,
      Time: new Date(event.time),
      Detail: JSON.stringify(detailOf(event)),
    };
    const bus = new EventBridgeClient();
    for (let sent = 0; sent < copies; sent += 10)
      await bus.send(
        new PutEventsCommand({ Entries: Array.from({ length: Math.min(10, copies - sent) }, () => entry) }),
      );
  }

  async executions(): Promise<readonly string[]> {
    const { executions = [] } = await this.#sfn.send(
      new ListExecutionsCommand({ stateMachineArn: this.names.stateMachineArn }),
    );
    return executions.map(({ name = '' }) => name);
  }

  /** The execution that is none of those before. */
  next(before: readonly string[]): Promise<string> {
    return eventually('a new execution', async () =>
      (await this.executions()).find((name) => !before.includes(name)),
    );
  }

  /** How an execution ended. */
  async ended(
    name: string,
  ): Promise<{ readonly status: string | undefined; readonly error: string | undefined }> {
    const executionArn = this.names.executionsArn.replace('*', name);
    const giveUpAt = Date.now() + longestExecutionMs;
    for (;;) {
      const { status, error } = await this.#sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (status !== 'RUNNING') return { status, error };
      if (Date.now() > giveUpAt) throw new Error(`execution ${name}: still runs`);
      await wait(200);
    }
  }

  /** SageMaker's part: trains on the snapshot of the execution, as soon as there is one, and writes the files. */
  async train(executionName: string, as: UseCase = breastCancer): Promise<void> {
    const file = await eventually('a training plan', () => this.objects.get(planKey(executionName)));
    const plan = JSON.parse(new TextDecoder().decode(file.body)) as TrainingPlan;
    await runTraining(
      { ...plan, outputPrefix: executionPrefix(executionName), parameters: {} },
      { objects: this.objects, clock: systemClock, useCase: as },
    );
  }

  /** The last retraining started so long ago that the next may start. */
  async cooledDown(): Promise<void> {
    const lock = await eventually('a free lock', async () => {
      const found = await readLock(this.records, useCase);
      return found.data.holder === null ? found : undefined;
    });
    await this.records.write([
      {
        op: 'put',
        record: { ...keys.lock(useCase), data: toJson({ ...lock.data, lastStartedAt: null }) },
        condition: { version: lock.version },
      },
    ]);
  }

  /** What the HTTP subscriber of the topics got, once there is one that fits. */
  notified(fits: (notification: Notification) => boolean): Promise<Notification> {
    return eventually('a notification', async () =>
      (await this.#subscriber?.received(0))
        ?.filter(({ body }) => body['Type'] === 'Notification')
        .flatMap(({ body }) => {
          const message: unknown = JSON.parse(String(body['Message']));
          return typeof message === 'object' && message !== null && 'topic' in message
            ? [message as Notification]
            : [];
        })
        .find(fits),
    );
  }

  /** A message in Slack that says this. */
  slackSays(text: string): Promise<string> {
    return eventually(`a message with ${text}`, async () =>
      (await this.#slack?.received(0))
        ?.map(({ body }) => JSON.stringify(body))
        .find((one) => one.includes(text)),
    );
  }
}
