import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { ConditionFailedError, ThrottledError, type RecordWrite } from '../../domain/ports.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';
import { FakeClock } from '../../tests/support/doubles.ts';
import { DynamoRecords } from './dynamodb-records.ts';

const aws = mockClient(DynamoDBClient);
const clock = new FakeClock('2026-01-05T08:00:00.000Z');
const now = Date.parse('2026-01-05T08:00:00.000Z') / 1000;
const store = new DynamoRecords(new DynamoDBClient({ region: 'us-east-1' }), 'records', clock);
const put: RecordWrite = { op: 'put', record: { pk: 'p#1', sk: 's', data: {} }, condition: 'absent' };
const second: RecordWrite = { op: 'put', record: { pk: 'p#1', sk: 't', data: {} }, condition: 'any' };
const item = (sk: string, expiresAt?: number) => ({
  pk: { S: 'p#1' },
  sk: { S: sk },
  version: { N: '1' },
  data: { S: '{}' },
  ...(expiresAt !== undefined && { expiresAt: { N: String(expiresAt) } }),
});
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

beforeEach(() => {
  aws.reset();
});

describe('failures of a write', () => {
  test('a condition that fails says the kind of record, and no id or data', async () => {
    aws
      .on(UpdateItemCommand)
      .rejects(
        new ConditionalCheckFailedException({ message: 'no', $metadata: {}, Item: item('secret-value') }),
      );
    const error: unknown = await store.write([put]).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConditionFailedError);
    expect(error).toMatchObject({ index: 0, message: expect.stringContaining('record in p:') });
    expect(error).not.toHaveProperty('cause');
  });

  test('a write that the SDK repeated after a lost answer is ours', async () => {
    aws
      .on(UpdateItemCommand)
      .callsFake((input: { ExpressionAttributeValues: Record<string, { S: string }> }) => {
        throw new ConditionalCheckFailedException({
          message: 'no',
          $metadata: { attempts: 2 },
          Item: { ...item('s'), writeId: input.ExpressionAttributeValues[':writeId']! },
        });
      });
    await expect(store.write([put])).resolves.toBeUndefined();
  });

  test('the mark of somebody else is not ours, nor is a first attempt', async () => {
    aws.on(UpdateItemCommand).rejects(
      new ConditionalCheckFailedException({
        message: 'no',
        $metadata: { attempts: 2 },
        Item: { ...item('s'), writeId: { S: 'theirs' } },
      }),
    );
    await expect(store.write([put])).rejects.toThrow(ConditionFailedError);
  });

  test('conflicts of transactions are tried again', async () => {
    aws
      .on(TransactWriteItemsCommand)
      .rejectsOnce(cancelled('None', 'TransactionConflict'))
      .rejectsOnce(cancelled('TransactionConflict', 'None'))
      .resolves({});
    await store.write([put, second]);
    expect(aws.commandCalls(TransactWriteItemsCommand)).toHaveLength(3);
  });

  test('conflicts that do not end are ThrottledError', async () => {
    aws.on(TransactWriteItemsCommand).rejects(cancelled('None', 'TransactionConflict'));
    await expect(store.write([put, second])).rejects.toThrow(ThrottledError);
    expect(aws.commandCalls(TransactWriteItemsCommand)).toHaveLength(6);
  });

  test('a failed condition counts more than a conflict beside it', async () => {
    aws.on(TransactWriteItemsCommand).rejects(cancelled('TransactionConflict', 'ConditionalCheckFailed'));
    await expect(store.write([put, second])).rejects.toMatchObject({
      name: 'ConditionFailedError',
      index: 1,
    });
  });

  test('throttling inside a transaction, and any other reason', async () => {
    aws.on(TransactWriteItemsCommand).rejects(cancelled('None', 'ThrottlingError'));
    await expect(store.write([put, second])).rejects.toThrow(ThrottledError);
    aws.on(TransactWriteItemsCommand).rejects(cancelled('ItemCollectionSizeLimitExceeded', 'None'));
    await expect(store.write([put, second])).rejects.toThrow('ItemCollectionSizeLimitExceeded');
  });

  test('a record too big for DynamoDB is refused before the call', async () => {
    const data = { text: 'x'.repeat(400 * 1024) };
    const big: RecordWrite = { op: 'put', record: { pk: 'p', sk: 's', data }, condition: 'any' };
    await expect(store.write([big])).rejects.toThrow(InvalidInputError);
    await expect(store.write([big, second])).rejects.toThrow('put large things into the object store');
    expect(aws.calls()).toHaveLength(0);
  });
});

describe('expiry', () => {
  test('a record past its expiry that TTL has not removed is gone', async () => {
    aws.on(GetItemCommand).resolves({ Item: item('s', now) });
    expect(await store.get({ pk: 'p#1', sk: 's' })).toBeUndefined();
    aws.on(GetItemCommand).resolves({ Item: item('s', now + 1) });
    expect(await store.get({ pk: 'p#1', sk: 's' })).toMatchObject({ expiresAt: now + 1 });
  });

  test('a page is filled with living records', async () => {
    aws
      .on(QueryCommand)
      .resolvesOnce({ Items: [item('a'), item('b', now - 1), item('c')], LastEvaluatedKey: item('c') })
      .resolvesOnce({ Items: [item('d')] });
    const page = await store.query({ pk: 'p#1', limit: 2 });
    expect(page.records.map(({ sk }) => sk)).toEqual(['a', 'c']);
    expect(page.cursor).toBeDefined();
    expect(aws.commandCalls(QueryCommand).map(({ args }) => args[0].input.Limit)).toEqual([3, 1]);
  });

  test('conditions take it for absent', async () => {
    aws.on(UpdateItemCommand).resolves({});
    await store.write([put]);
    await store.write([{ ...second, condition: { version: 3 } }]);
    const [absent, version] = aws.commandCalls(UpdateItemCommand).map(({ args }) => args[0].input);
    expect(absent).toMatchObject({
      ConditionExpression: 'attribute_not_exists(#pk) OR #expiresAt <= :now',
      ExpressionAttributeValues: { ':now': { N: String(now) } },
    });
    expect(version).toMatchObject({
      ConditionExpression: '#version = :expected AND (attribute_not_exists(#expiresAt) OR #expiresAt > :now)',
    });
  });
});

test('an item that is not ours is an error, not a record', async () => {
  aws.on(GetItemCommand).resolves({ Item: { pk: { S: 'p' }, sk: { S: 's' } } });
  await expect(store.get({ pk: 'p', sk: 's' })).rejects.toThrow('did not write');
  aws.on(GetItemCommand).resolves({ Item: { ...item('s'), data: { S: '[1]' } } });
  await expect(store.get({ pk: 'p', sk: 's' })).rejects.toThrow('no JSON object');
});
