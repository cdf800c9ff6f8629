import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { IndexName, JsonObject, NewRecord, RecordKey, StoredRecord } from '../../domain/ports.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';
import { recordsTable } from './contract.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

export const indexNames: readonly IndexName[] = ['byStatus', 'byPatient'];

/** DynamoDB's limit is 400 KB for the item with its attribute names; the keys and the rest of ours stay under 10 KB. */
const maxDataBytes = 390 * 1024;

/**
 * The data as one string attribute. A map would lose doubles (DynamoDB's numbers end at 1e125 and 38 digits), bring a
 * marshalling library and a type tag per value, and nothing looks into it: what is asked for lies in keys and indexes.
 * @throws InvalidInputError above 390 KiB: such a thing belongs into the object store.
 */
export function dataText(record: NewRecord): string {
  const text = JSON.stringify(record.data);
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxDataBytes) return text;
  throw new InvalidInputError('record', [
    {
      field: 'data',
      got: `${bytes} bytes`,
      expected: `at most ${maxDataBytes} bytes; put large things into the object store and their key here`,
    },
  ]);
}

export const keyItem = ({ pk, sk }: RecordKey): Record<string, AttributeValue> => ({
  pk: { S: pk },
  sk: { S: sk },
});

/** The key that a query starts after: the record's own, and its place in the index. */
export const startKeyItem = (
  index: IndexName | undefined,
  at: RecordKey,
  key: RecordKey,
): Record<string, AttributeValue> => {
  if (!index) return keyItem(key);
  const { partitionKey, sortKey } = recordsTable.indexes[index];
  return { ...keyItem(key), [partitionKey]: { S: at.pk }, [sortKey]: { S: at.sk } };
};

export function recordOf(item: Item): StoredRecord {
  const pk = item['pk']?.S;
  const sk = item['sk']?.S;
  const version = Number(item['version']?.N);
  if (pk === undefined || sk === undefined || !Number.isInteger(version))
    throw new Error('the table holds an item that this platform did not write: no pk, sk or version');
  const indexes = indexesOf(item);
  const expiresAt = item[recordsTable.ttlAttribute]?.N;
  return {
    pk,
    sk,
    version,
    data: jsonObject(item['data']?.S ?? '', pk),
    ...(indexes && { indexes }),
    ...(expiresAt !== undefined && { expiresAt: Number(expiresAt) }),
  };
}

function indexesOf(item: Item): NewRecord['indexes'] {
  const entries = indexNames.flatMap((name) => {
    const { partitionKey, sortKey } = recordsTable.indexes[name];
    const pk = item[partitionKey]?.S;
    const sk = item[sortKey]?.S;
    return pk === undefined || sk === undefined ? [] : [[name, { pk, sk }] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function jsonObject(text: string, pk: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (isJsonObject(value)) return value;
  throw new Error(`the data of a record in ${pk} is no JSON object`);
}

/** JSON.parse makes nothing but JSON: only the outermost shape is to be looked at. */
const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
