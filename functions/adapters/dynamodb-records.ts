import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type {
  Clock,
  RecordKey,
  RecordPage,
  RecordQuery,
  RecordStore,
  RecordWrite,
  StoredRecord,
} from '../../domain/ports.ts';
import { checkWrites, keyOfWrite, pageOf } from '../../domain/records/batch.ts';
import { encodeCursor } from '../../domain/records/cursor.ts';
import { clientSettings } from './clients.ts';
import { conditionExpression, keyCondition, Placeholders, putExpression } from './dynamodb-expressions.ts';
import { keyItem, recordOf, startKeyItem, type Item } from './dynamodb-items.ts';
import { retryingConflicts, transactionError, wasOurs, writeError } from './dynamodb-failures.ts';
import { parseEnvironment, type Environment } from './environment.ts';
import { calling } from './errors.ts';
import { systemClock } from './system-clock.ts';

type PutOrDelete = Exclude<RecordWrite, { op: 'check' }>;

/** RecordStore on one DynamoDB table (`recordsTable` in contract.ts is its shape). */
export class DynamoRecords implements RecordStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #clock: Clock;

  constructor(client: DynamoDBClient, table: string, clock: Clock = systemClock) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
  }

  async get(key: RecordKey): Promise<StoredRecord | undefined> {
    const { Item } = await calling('reading a record', () =>
      this.#client.send(
        new GetItemCommand({ TableName: this.#table, Key: keyItem(key), ConsistentRead: true }),
      ),
    );
    return Item && this.#alive(recordOf(Item)) ? recordOf(Item) : undefined;
  }

  async query(query: RecordQuery): Promise<RecordPage> {
    const { limit, after } = pageOf(query);
    const placeholders = new Placeholders();
    const condition = keyCondition(query, placeholders);
    if (condition === undefined) return { records: [] };
    const records: StoredRecord[] = [];
    let startKey: Item | undefined = after && startKeyItem(query.index, after.at, after.key);
    // One more than asked for tells whether there is a next page. An answer ends at 1 MB, so it may take several.
    do {
      const start: Item | undefined = startKey;
      const page = await calling('querying records', () =>
        this.#client.send(
          new QueryCommand({
            TableName: this.#table,
            KeyConditionExpression: condition,
            ...placeholders.fields(),
            ...(query.index && { IndexName: query.index }),
            ...(start && { ExclusiveStartKey: start }),
            // Indexes cannot be read consistently.
            ConsistentRead: query.index === undefined,
            ScanIndexForward: query.order !== 'descending',
            Limit: limit + 1 - records.length,
          }),
        ),
      );
      records.push(...(page.Items ?? []).map(recordOf).filter((record) => this.#alive(record)));
      startKey = page.LastEvaluatedKey;
    } while (startKey && records.length <= limit);
    const last = records[limit - 1];
    if (records.length <= limit || !last) return { records };
    return { records: records.slice(0, limit), cursor: encodeCursor(query, last) };
  }

  async write(writes: readonly RecordWrite[]): Promise<void> {
    checkWrites(writes);
    const [first] = writes;
    // A lone check needs the transaction too: no other write of DynamoDB changes nothing.
    if (writes.length === 1 && first && first.op !== 'check') await this.#writeOne(first);
    else await this.#transact(writes);
  }

  async #writeOne(write: PutOrDelete): Promise<void> {
    const writeId = randomUUID();
    const returned = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
    const command =
      write.op === 'put'
        ? new UpdateItemCommand({ ...this.#putFields(write, writeId), ...returned })
        : new DeleteItemCommand(this.#keyFields(write));
    await retryingConflicts(async () => {
      try {
        if (command instanceof UpdateItemCommand) await this.#client.send(command);
        else await this.#client.send(command);
      } catch (error) {
        if (!wasOurs(error, writeId)) throw writeError(error, keyOfWrite(write));
      }
    });
  }

  async #transact(writes: readonly RecordWrite[]): Promise<void> {
    const items = writes.map((write): TransactWriteItem => {
      if (write.op === 'put') return { Update: this.#putFields(write, randomUUID()) };
      const { ConditionExpression, ...fields } = this.#keyFields(write);
      if (write.op === 'check') return { ConditionCheck: { ...fields, ConditionExpression } };
      return { Delete: { ...fields, ...(ConditionExpression !== undefined && { ConditionExpression }) } };
    });
    await retryingConflicts(async () => {
      try {
        // The SDK gives each call a ClientRequestToken and keeps it over its retries: a lost answer makes no second write.
        await this.#client.send(new TransactWriteItemsCommand({ TransactItems: items }));
      } catch (error) {
        throw transactionError(error, writes);
      }
    });
  }

  #putFields(write: Extract<RecordWrite, { op: 'put' }>, writeId: string) {
    const placeholders = new Placeholders();
    const UpdateExpression = putExpression(write.record, write.condition, writeId, placeholders);
    return { ...this.#keyFields(write, placeholders), UpdateExpression };
  }

  #keyFields(write: RecordWrite, placeholders = new Placeholders()) {
    const now = Math.floor(this.#clock.now().getTime() / 1000);
    const condition = conditionExpression(write.condition, now, placeholders);
    return {
      TableName: this.#table,
      Key: keyItem(keyOfWrite(write)),
      ...(condition !== undefined && { ConditionExpression: condition }),
      ...placeholders.fields(),
    };
  }

  #alive(record: StoredRecord): boolean {
    return record.expiresAt === undefined || record.expiresAt * 1000 > this.#clock.now().getTime();
  }
}

const schema = z.object({ RECORDS_TABLE: z.string().check(z.minLength(3)) });

/** @throws InvalidInputError that names a missing variable. */
export const dynamoRecords = (environment: Environment): RecordStore =>
  new DynamoRecords(
    new DynamoDBClient(clientSettings()),
    parseEnvironment(schema, environment, 'the record store').RECORDS_TABLE,
  );
