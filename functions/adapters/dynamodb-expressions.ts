import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Condition, NewRecord, RecordQuery } from '../../domain/ports.ts';
import { recordsTable } from './contract.ts';
import { dataText, indexNames } from './dynamodb-items.ts';

/** Collects names and values of one request: DynamoDB refuses a request that declares one that it does not use. */
export class Placeholders {
  readonly #names: Record<string, string> = {};
  readonly #values: Record<string, AttributeValue> = {};

  name(attribute: string): string {
    this.#names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  }

  value(label: string, value: AttributeValue): string {
    this.#values[`:${label}`] = value;
    return `:${label}`;
  }

  /** The two fields of the request; left out where empty, as DynamoDB wants it. */
  fields(): {
    ExpressionAttributeNames?: Record<string, string>;
    ExpressionAttributeValues?: Record<string, AttributeValue>;
  } {
    return {
      ...(Object.keys(this.#names).length > 0 && { ExpressionAttributeNames: this.#names }),
      ...(Object.keys(this.#values).length > 0 && { ExpressionAttributeValues: this.#values }),
    };
  }
}

/**
 * The condition as an expression; undefined for `any`. A record past its expiry counts as absent: TTL may leave it in the
 * table for days.
 */
export function conditionExpression(
  condition: Condition,
  nowSeconds: number,
  with_: Placeholders,
): string | undefined {
  if (condition === 'any') return undefined;
  const expiry = with_.name(recordsTable.ttlAttribute);
  const now = with_.value('now', { N: String(nowSeconds) });
  const pk = (): string => with_.name('pk');
  const alive = `(attribute_not_exists(${expiry}) OR ${expiry} > ${now})`;
  if (condition === 'absent') return `attribute_not_exists(${pk()}) OR ${expiry} <= ${now}`;
  if (condition === 'exists') return `attribute_exists(${pk()}) AND ${alive}`;
  const version = with_.value('expected', { N: String(condition.version) });
  return `${with_.name('version')} = ${version} AND ${alive}`;
}

/**
 * A put as an update: only an update can count the version up where the caller has not read it. It sets every attribute of
 * the record and removes those that the record does not have, so nothing of the old one stays.
 */
export function putExpression(
  record: NewRecord,
  condition: Condition,
  writeId: string,
  with_: Placeholders,
): string {
  const set = [
    `${with_.name('data')} = ${with_.value('data', { S: dataText(record) })}`,
    `${with_.name('writeId')} = ${with_.value('writeId', { S: writeId })}`,
    `${with_.name('version')} = ${versionAfter(condition, with_)}`,
  ];
  const remove: string[] = [];
  const assign = (attribute: string, value: AttributeValue | undefined): void => {
    if (value) set.push(`${with_.name(attribute)} = ${with_.value(attribute, value)}`);
    else remove.push(with_.name(attribute));
  };
  for (const index of indexNames) {
    const { partitionKey, sortKey } = recordsTable.indexes[index];
    const place = record.indexes?.[index];
    assign(partitionKey, place && { S: place.pk });
    assign(sortKey, place && { S: place.sk });
  }
  assign(
    recordsTable.ttlAttribute,
    record.expiresAt === undefined ? undefined : { N: String(record.expiresAt) },
  );
  return `SET ${set.join(', ')}${remove.length > 0 ? ` REMOVE ${remove.join(', ')}` : ''}`;
}

function versionAfter(condition: Condition, with_: Placeholders): string {
  const one = with_.value('one', { N: '1' });
  // Also over an expired record that TTL has not removed yet: the new one starts at 1.
  if (condition === 'absent') return one;
  const version = with_.name('version');
  return `if_not_exists(${version}, ${with_.value('zero', { N: '0' })}) + ${one}`;
}

/** The last code point: no key that begins with a prefix sorts after the prefix and this. */
const lastCharacter = '\u{10FFFF}';
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const greater = (a: string, b: string): string => (byBytes(a, b) > 0 ? a : b);
const smaller = (a: string, b: string): string => (byBytes(a, b) < 0 ? a : b);

/**
 * The key condition of a query; undefined where nothing can match, which DynamoDB answers with an error. It takes one
 * condition on the sort key, so a prefix beside bounds becomes the narrower of the two ranges.
 */
export function keyCondition(query: RecordQuery, with_: Placeholders): string | undefined {
  const keys = query.index ? recordsTable.indexes[query.index] : recordsTable;
  const partition = `${with_.name(keys.partitionKey)} = ${with_.value('partition', { S: query.pk })}`;
  const prefix = query.skPrefix ?? '';
  const from = query.skFrom ?? '';
  const { skTo } = query;
  const sk = (): string => with_.name(keys.sortKey);
  const text = (label: string, value: string): string => with_.value(label, { S: value });
  if (from === '' && skTo === undefined)
    return prefix === '' ? partition : `${partition} AND begins_with(${sk()}, ${text('prefix', prefix)})`;
  const low = greater(prefix, from);
  const high = prefix === '' ? skTo : smaller(prefix + lastCharacter, skTo ?? prefix + lastCharacter);
  if (high === '' || (high !== undefined && byBytes(low, high) > 0)) return undefined;
  if (high === undefined) return `${partition} AND ${sk()} >= ${text('low', low)}`;
  if (low === '') return `${partition} AND ${sk()} <= ${text('high', high)}`;
  return `${partition} AND ${sk()} BETWEEN ${text('low', low)} AND ${text('high', high)}`;
}
