import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { emulatorOrSkip } from '../support/emulator.ts';

const emulator = await emulatorOrSkip();

(emulator ? describe : describe.skip)('S3', () => {
  const s3 = new S3Client({ ...emulator?.client });
  const bucket = 'storage-test';

  beforeAll(async () => {
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
  });

  test('an object is written once where If-None-Match says so', async () => {
    const once = { Bucket: bucket, Key: 'once', IfNoneMatch: '*' };
    await s3.send(new PutObjectCommand({ ...once, Body: 'first' }));
    await expect(s3.send(new PutObjectCommand({ ...once, Body: 'second' }))).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    const read = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'once' }));
    expect(await read.Body?.transformToString()).toBe('first');
  });

  test('If-Match takes the current ETag alone', async () => {
    const place = { Bucket: bucket, Key: 'match' };
    const { ETag } = await s3.send(new PutObjectCommand({ ...place, Body: '1' }));
    await s3.send(new PutObjectCommand({ ...place, Body: '2', IfMatch: ETag }));
    await expect(s3.send(new PutObjectCommand({ ...place, Body: '3', IfMatch: ETag }))).rejects.toMatchObject(
      {
        name: 'PreconditionFailed',
      },
    );
  });

  test('earlier versions stay readable', async () => {
    const place = { Bucket: bucket, Key: 'versions' };
    const { VersionId } = await s3.send(new PutObjectCommand({ ...place, Body: 'old' }));
    await s3.send(new PutObjectCommand({ ...place, Body: 'new' }));
    const old = await s3.send(new GetObjectCommand({ ...place, VersionId }));
    expect(await old.Body?.transformToString()).toBe('old');
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: 'versions' }));
    expect(Versions).toHaveLength(2);
  });
});

(emulator ? describe : describe.skip)('DynamoDB', () => {
  const dynamodb = new DynamoDBClient({ ...emulator?.client });
  const table = 'storage-test';
  const put = (pk: string, value: string) => ({
    TableName: table,
    Item: { pk: { S: pk }, value: { S: value } },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  const valueOf = async (pk: string) =>
    (await dynamodb.send(new GetItemCommand({ TableName: table, Key: { pk: { S: pk } } }))).Item?.['value']
      ?.S;

  beforeAll(async () => {
    await dynamodb.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      }),
    );
  });

  test('a condition that does not hold refuses the write', async () => {
    await dynamodb.send(new PutItemCommand(put('lock', 'first')));
    await expect(dynamodb.send(new PutItemCommand(put('lock', 'second')))).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
    expect(await valueOf('lock')).toBe('first');
  });

  test('a transaction that is refused undoes nothing that others write at the same time', async () => {
    await dynamodb.send(new PutItemCommand(put('always-taken', 'first')));
    // Many writes before the one that is refused: time for others to come between.
    const many = Array.from({ length: 99 }, (_, index) => ({ Put: put(`never-${index}`, 'x') }));
    const refused = () =>
      dynamodb
        .send(
          new TransactWriteItemsCommand({
            TransactItems: [...many, { Put: put('always-taken', 'x') }],
          }),
        )
        .catch(() => undefined);
    const keys = Array.from({ length: 40 }, (_, index) => `beside-${index}`);
    await Promise.all(keys.flatMap((key) => [refused(), dynamodb.send(new PutItemCommand(put(key, key)))]));
    expect(await Promise.all(keys.map(valueOf))).toEqual(keys);
    expect(await valueOf('never-0')).toBeUndefined();
  });

  test('a transaction writes all or nothing, and says which condition failed', async () => {
    await dynamodb.send(new PutItemCommand(put('taken', 'first')));
    const transaction = dynamodb.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: put('free', 'x') }, { Put: put('taken', 'x') }],
      }),
    );
    await expect(transaction).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    expect(await valueOf('free')).toBeUndefined();
  });
});

(emulator ? test : test.skip)('Secrets Manager gives a secret back', async () => {
  const secrets = new SecretsManagerClient({ ...emulator?.client });
  await secrets.send(new CreateSecretCommand({ Name: 'storage-test', SecretString: 'hush' }));
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: 'storage-test' }));
  expect(SecretString).toBe('hush');
});
