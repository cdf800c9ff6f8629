import { expect, test } from '@jest/globals';
import { platformEventOf } from '../../domain/events/envelope.ts';
import { notificationSchema } from '../../domain/events/notification.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import {
  dynamoRecords,
  eventBridgeBus,
  s3ObjectReader,
  s3Objects,
  sagemakerPipelineRunner,
  secretPseudonymizer,
  sfnStateMachine,
  snsNotifier,
  ulidIds,
} from '../../functions/adapters/ports.ts';
import { emulatorOrSkip } from '../support/emulator.ts';
import { createQueue } from './aws-queue.ts';
import {
  createBucket,
  createBus,
  createPipeline,
  createRecordsTable,
  createSecret,
  createTopic,
  createWaitingMachine,
} from './aws-resources.ts';
import { eventBusContract } from './event-bus.contract.ts';
import { idsContract } from './ids.contract.ts';
import { notifierContract } from './notifier.contract.ts';
import { objectStoreContract } from './object-store.contract.ts';
import { pipelineRunnerContract } from './pipeline-runner.contract.ts';
import { pseudonymizerContract } from './pseudonymizer.contract.ts';
import { recordStoreContract } from './record-store.contract.ts';
import { stateMachineContract } from './state-machine.contract.ts';

const emulator = await emulatorOrSkip();
const endpoint = emulator?.url ?? '';
// The factories read the standard variables, as in a function.
Object.assign(process.env, emulator?.env);

if (!emulator) test.skip('the AWS adapters on the emulator', () => undefined);
else contracts();

function contracts(): void {
  recordStoreContract(
    'DynamoDB',
    async () => ({ store: dynamoRecords({ RECORDS_TABLE: await createRecordsTable() }) }),
    // The emulator copies its whole table for each transaction.
    { modelRuns: 15 },
  );

  for (const prefix of ['', 'env/dev'])
    objectStoreContract(`S3, prefix "${prefix}"`, async () => ({
      store: s3Objects({ OBJECTS_BUCKET: await createBucket(), OBJECTS_PREFIX: prefix }),
    }));

  test('the object reader reads what the object store wrote', async () => {
    const bucket = { OBJECTS_BUCKET: await createBucket(), OBJECTS_PREFIX: 'env/dev' };
    const [store, reader] = [s3Objects(bucket), s3ObjectReader({ ...process.env, ...bucket })];
    for (const key of ['models/7/model.json', "odd +ü/!'()*~&=%2F.json"]) {
      await store.put(key, key);
      const read = await reader.get(key);
      expect(new TextDecoder().decode(read?.body)).toBe(key);
      expect(read?.etag).toBe((await store.head(key))?.etag);
    }
    expect(await reader.get('models/8/model.json')).toBeUndefined();
  });

  eventBusContract('EventBridge', async () => {
    const queue = await createQueue(endpoint);
    return {
      bus: eventBridgeBus({ EVENT_BUS_NAME: await createBus(queue) }),
      delivered: async () => (await queue.messages()).map(platformEventOf),
    };
  });

  notifierContract('SNS', async () => {
    const queue = await createQueue(endpoint);
    const [info, warning, critical] = [
      await createTopic(queue),
      await createTopic(queue),
      await createTopic(queue),
    ];
    const notifier = snsNotifier({
      ALERT_TOPIC_INFO_ARN: info,
      ALERT_TOPIC_WARNING_ARN: warning,
      ALERT_TOPIC_CRITICAL_ARN: critical,
    });
    const arns = { info, warning, critical };
    return {
      notifier,
      received: async () =>
        (await queue.messages()).map((envelope) => {
          const { TopicArn, Message } = envelope as { TopicArn: string; Message: string };
          const notification = parseWith(notificationSchema, JSON.parse(Message), 'notification');
          if (TopicArn !== arns[notification.severity])
            throw new Error('sent to the topic of another severity');
          return notification;
        }),
    };
  });

  stateMachineContract('Step Functions', async () => {
    const queue = await createQueue(endpoint);
    const machine = sfnStateMachine({ RETRAINING_STATE_MACHINE_ARN: await createWaitingMachine(queue) });
    return {
      machine,
      tokens: async (name) =>
        (await queue.messages())
          .map((body) => body as { token: string; execution: string })
          .flatMap(({ token, execution }) => (execution === name ? [token] : [])),
    };
  });

  pipelineRunnerContract('SageMaker', async () => ({
    runner: sagemakerPipelineRunner({
      TRAINING_PIPELINE_NAME: await createPipeline(),
      OBJECTS_BUCKET: 'objects',
    }),
    request: async (executionName) => ({
      useCase: 'breast-cancer',
      executionName,
      snapshotKey: 'snapshots/a.csv',
      snapshotHash: 'abc',
      outputPrefix: `training/${executionName}/`,
      parameters: { penalty: 1 },
    }),
  }));

  idsContract('ULIDs', () => ulidIds());

  pseudonymizerContract('key from Secrets Manager', async (key) =>
    secretPseudonymizer({ PSEUDONYM_SECRET_ARN: await createSecret(key) }),
  );
}
