import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreatePipelineCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { randomUUID } from 'node:crypto';
import { pipelineParameterNames } from '../../domain/retraining/pipeline-parameters.ts';
import { recordsTable } from '../../functions/adapters/contract.ts';
import type { Queue } from './aws-queue.ts';

/** What the adapters work on, made as small as the contracts need it. Names are new at each call. */
const role = 'arn:aws:iam::123456789012:role/test';

/** The table as the stacks make it. */
export async function createRecordsTable(): Promise<string> {
  const name = `records-${randomUUID()}`;
  const keySchema = (keys: { partitionKey: string; sortKey: string }) => [
    { AttributeName: keys.partitionKey, KeyType: 'HASH' as const },
    { AttributeName: keys.sortKey, KeyType: 'RANGE' as const },
  ];
  const indexes = Object.entries(recordsTable.indexes);
  const attributes = [recordsTable, ...Object.values(recordsTable.indexes)].flatMap((keys) => [
    keys.partitionKey,
    keys.sortKey,
  ]);
  await new DynamoDBClient().send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keySchema(recordsTable),
      GlobalSecondaryIndexes: indexes.map(([IndexName, keys]) => ({
        IndexName,
        KeySchema: keySchema(keys),
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  );
  return name;
}

export async function createBucket(): Promise<string> {
  const name = `objects-${randomUUID()}`;
  await new S3Client().send(new CreateBucketCommand({ Bucket: name }));
  return name;
}

/** A bus whose every event of ours goes into the queue. */
export async function createBus(queue: Queue): Promise<string> {
  const name = `bus-${randomUUID()}`;
  const client = new EventBridgeClient();
  await client.send(new CreateEventBusCommand({ Name: name }));
  const EventPattern = JSON.stringify({ source: ['modelkeep'] });
  await client.send(new PutRuleCommand({ Name: 'all', EventBusName: name, EventPattern }));
  await client.send(
    new PutTargetsCommand({ Rule: 'all', EventBusName: name, Targets: [{ Id: 'queue', Arn: queue.arn }] }),
  );
  return name;
}

/** A topic whose every message goes into the queue, in SNS's envelope. */
export async function createTopic(queue: Queue): Promise<string> {
  const client = new SNSClient();
  const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: `alerts-${randomUUID()}` }));
  await client.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn }));
  return TopicArn;
}

/** One task that puts its token and its execution's name into the queue and waits. */
export async function createWaitingMachine(queue: Queue): Promise<string> {
  const definition = {
    StartAt: 'Wait',
    States: {
      Wait: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: {
          QueueUrl: queue.url,
          MessageBody: { 'token.$': '$$.Task.Token', 'execution.$': '$$.Execution.Name' },
        },
        TimeoutSeconds: 60,
        End: true,
      },
    },
  };
  const { stateMachineArn = '' } = await new SFNClient().send(
    new CreateStateMachineCommand({
      name: `machine-${randomUUID()}`,
      definition: JSON.stringify(definition),
      roleArn: role,
    }),
  );
  return stateMachineArn;
}

export async function createPipeline(): Promise<string> {
  const name = `pipeline-${randomUUID().slice(0, 8)}`;
  const definition = {
    Version: '2020-12-01',
    Parameters: Object.values(pipelineParameterNames).map((Name) => ({ Name, Type: 'String' })),
    Steps: [],
  };
  await new SageMakerClient().send(
    new CreatePipelineCommand({
      PipelineName: name,
      PipelineDefinition: JSON.stringify(definition),
      ClientRequestToken: randomUUID(),
      RoleArn: role,
    }),
  );
  return name;
}

export async function createSecret(text: string): Promise<string> {
  const { ARN = '' } = await new SecretsManagerClient().send(
    new CreateSecretCommand({ Name: `secret-${randomUUID()}`, SecretString: text }),
  );
  return ARN;
}
