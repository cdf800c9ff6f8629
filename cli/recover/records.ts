import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { isDeepStrictEqual } from 'node:util';

type Item = Record<string, AttributeValue>;

export interface RecordsReport {
  /** In the restored table. */
  readonly looked: number;
  /** Of what is gone in the live table, and of what somebody changed past the platform. */
  readonly missing: number;
  readonly damaged: number;
  /** Gone because their patient was erased since: never brought back. */
  readonly erased: number;
  /** Written in the live table, where `apply` said so. */
  readonly broughtBack: number;
}

/** BatchGetItem takes no more. */
const batch = 100;

/**
 * Brings back from a restored copy what the live table lost. What the platform itself wrote since has another mark
 * (`writeId`) and stays, and so does what is new: no acknowledged write is undone.
 */
export async function recoverRecords(
  client: DynamoDBClient,
  { live, restored, apply }: { readonly live: string; readonly restored: string; readonly apply: boolean },
): Promise<RecordsReport> {
  const report = { looked: 0, missing: 0, damaged: 0, erased: 0, broughtBack: 0 };
  const erased = await erasedPatients(client, live);
  for await (const items of pagesOf(client, restored)) {
    const found = await sameKeys(client, live, items);
    for (const item of items) {
      report.looked += 1;
      const now = found.get(keyOf(item));
      const kind = lost(item, now);
      if (kind === undefined) continue;
      if (erased.some((pseudonym) => JSON.stringify(item).includes(pseudonym))) {
        report.erased += 1;
        continue;
      }
      report[kind] += 1;
      if (apply && (await bringBack(client, live, item, now))) report.broughtBack += 1;
    }
  }
  return report;
}

function lost(item: Item, now: Item | undefined): 'missing' | 'damaged' | undefined {
  const expiresAt = item['expiresAt']?.N;
  if (expiresAt !== undefined && Number(expiresAt) * 1000 <= Date.now()) return undefined;
  if (now === undefined) return 'missing';
  if (isDeepStrictEqual(item, now)) return undefined;
  const mark = now['writeId']?.S;
  // A write of the platform changes the mark; whoever wrote past it left the old one or took it away.
  return mark === undefined || mark === item['writeId']?.S ? 'damaged' : undefined;
}

/** @returns false where somebody wrote it meanwhile: theirs is newer. */
async function bringBack(
  client: DynamoDBClient,
  table: string,
  item: Item,
  now: Item | undefined,
): Promise<boolean> {
  const mark = now?.['writeId'];
  const condition =
    now === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : mark === undefined
        ? { ConditionExpression: 'attribute_not_exists(writeId)' }
        : { ConditionExpression: 'writeId = :seen', ExpressionAttributeValues: { ':seen': mark } };
  try {
    await client.send(new PutItemCommand({ TableName: table, Item: item, ...condition }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Pseudonyms whose erasure the audit of the live table tells of. */
async function erasedPatients(client: DynamoDBClient, table: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for await (const items of pagesOf(client, table, {
    FilterExpression: 'begins_with(pk, :audit)',
    ExpressionAttributeValues: { ':audit': { S: 'audit#' } },
  }))
    for (const item of items) {
      const entry: unknown = JSON.parse(item['data']?.S ?? '{}');
      const isErasure =
        typeof entry === 'object' && entry !== null && Reflect.get(entry, 'action') === 'erase-patient';
      const subject: unknown = isErasure ? Reflect.get(entry, 'subject') : undefined;
      const pseudonym = typeof subject === 'string' ? /[\w-]{43}/.exec(subject)?.[0] : undefined;
      if (pseudonym !== undefined) found.add(pseudonym);
    }
  return [...found];
}

async function* pagesOf(
  client: DynamoDBClient,
  table: string,
  filter: Pick<ScanCommand['input'], 'FilterExpression' | 'ExpressionAttributeValues'> = {},
): AsyncGenerator<readonly Item[]> {
  let start: Item | undefined;
  do {
    const from: Item | undefined = start;
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        ...filter,
        Limit: batch,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    yield page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start);
}

/** What the table has now under the keys of these items, by their key. */
async function sameKeys(
  client: DynamoDBClient,
  table: string,
  items: readonly Item[],
): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>();
  let keys = items.flatMap(({ pk, sk }) => (pk && sk ? [{ pk, sk }] : []));
  while (keys.length > 0) {
    const answer: {
      Responses?: Record<string, Item[]> | undefined;
      UnprocessedKeys?: Record<string, { Keys?: Item[] | undefined }> | undefined;
    } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
    );
    for (const item of answer.Responses?.[table] ?? []) found.set(keyOf(item), item);
    keys = (answer.UnprocessedKeys?.[table]?.Keys ?? []).flatMap(({ pk, sk }) =>
      pk && sk ? [{ pk, sk }] : [],
    );
  }
  return found;
}

const keyOf = ({ pk, sk }: Item): string => JSON.stringify([pk?.S, sk?.S]);
