import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreatePipelineCommand, DeletePipelineCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { snapshotHash } from '../../domain/dataset/snapshot.ts';
import type { PlatformEvent } from '../../domain/events/platform-event.ts';
import { detailOf } from '../../domain/events/envelope.ts';
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
import { type Call, httpEvent } from '../support/fuzz.ts';
import { ask, json } from './ask.ts';
import { inTime } from './in-time.ts';
import type { Listeners } from './listeners.ts';

const dataFile = path.join(import.meta.dirname, '../../usecases/data/breast_cancer_wisconsin.csv');
const useCase = breastCancer.name;
/** Longer than a retraining with its minute of watching takes here. */
const longestExecutionMs = 300_000;

/** The deployed platform, seen from outside: what people, AWS and SageMaker do to it. AWS_* of the process say where. */
export class Deployed {
  readonly names = new Names({ ...dev, accountId: '123456789012' });
  readonly records = dynamoRecords({ RECORDS_TABLE: this.names.table });
  readonly objects = s3Objects({ OBJECTS_BUCKET: this.names.bucket('{room}') });
  readonly #sfn = new SFNClient();
  readonly #lambda = new LambdaClient();
  readonly #sagemaker = new SageMakerClient();
  readonly #pipeline = this.names.trainingPipeline.replace('{useCase}', useCase);
  readonly #url: string;

  constructor(emulatorUrl: string) {
    this.#url = emulatorUrl;
  }

  /** What lies outside of Terraform: secrets, the base table, the training pipeline, and who listens. */
  async prepare(listeners: Listeners): Promise<void> {
    const secrets = new SecretsManagerClient();
    const secret = (name: string, SecretString: string) =>
      secrets.send(new PutSecretValueCommand({ SecretId: this.names.secret(name), SecretString }));
    await secret('pseudonym-key', 'k'.repeat(32));
    await secret('slack-webhook', listeners.slackUrl);
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
    await listeners.subscribe(severities.map((severity) => this.names.topicArn(severity)));
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

  async raiseAlarm(name: string): Promise<void> {
    await new CloudWatchClient().send(
      new SetAlarmStateCommand({
        AlarmName: this.names.alarm(name, useCase),
        StateValue: 'ALARM',
        StateReason: 'a test',
      }),
    );
  }

  /** A function behind the API, asked as the gateway asks. */
  async call(
    functionName: string,
    call: Call,
    qualifier?: string,
  ): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
    const { Payload } = await this.#lambda.send(
      new InvokeCommand({
        FunctionName: functionName,
        Payload: JSON.stringify(httpEvent(call)),
        ...(qualifier === undefined ? {} : { Qualifier: qualifier }),
      }),
    );
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8')) as {
      statusCode: number;
      body?: string;
    };
    return {
      status: answer.statusCode,
      body: JSON.parse(answer.body ?? '{}') as Record<string, unknown>,
    };
  }

  /** What a function logged, as the JSON that it is. */
  async logged(functionName: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const question = json(
      'logs',
      'Logs_20140328.FilterLogEvents',
      JSON.stringify({ logGroupName: `/aws/lambda/${functionName}` }),
    );
    const { events } = JSON.parse(await ask(question, this.#url, dev.region)) as {
      events: { message: string }[];
    };
    return events.flatMap(({ message }) =>
      message
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    );
  }

  /** Waits until start-retraining has answered so many copies of one event; only the first may have started it. */
  async answeredCopies(executionName: string, copies: number): Promise<void> {
    const giveUpAt = Date.now() + longestExecutionMs;
    for (;;) {
      const answers = (await this.logged(this.names.function('start-retraining'))).filter(
        (line) => line['msg'] === 'trigger' && line['executionName'] === executionName,
      );
      const started = answers.filter(({ status }) => status === 'Started');
      if (answers.length === copies && started.length === 1) return;
      if (answers.length > copies || started.length > 1 || Date.now() > giveUpAt)
        throw new Error(
          `${executionName}: got ${answers.length} answers, ${started.length} of them Started, expected ${copies} and 1`,
        );
      await wait(500);
    }
  }

  async executions(): Promise<readonly string[]> {
    const { executions = [] } = await this.#sfn.send(
      new ListExecutionsCommand({ stateMachineArn: this.names.stateMachineArn }),
    );
    return executions.map(({ name = '' }) => name);
  }

  /** The execution that is none of those before. */
  next(before: readonly string[]): Promise<string> {
    return inTime('a new execution', async () =>
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
    const file = await inTime('a training plan', () => this.objects.get(planKey(executionName)));
    const plan = JSON.parse(new TextDecoder().decode(file.body)) as TrainingPlan;
    await runTraining(
      { ...plan, outputPrefix: executionPrefix(executionName), parameters: {} },
      { objects: this.objects, clock: systemClock, useCase: as },
    );
  }

  /** The last retraining started so long ago that the next may start. */
  async cooledDown(): Promise<void> {
    const lock = await inTime('a free lock', async () => {
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
}
