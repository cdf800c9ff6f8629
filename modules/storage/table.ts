import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table/index.js';
import { Construct } from 'constructs';
import { addChecks, isArn, matches, unique, within } from '../validation.ts';

/** A string attribute by its name, or another type: N(umber), B(inary). */
type KeyAttribute = string | { readonly name: string; readonly type: 'S' | 'N' | 'B' };

interface TableIndex {
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  /** All attributes unless given: a query on the index is then one call. */
  readonly projection?: 'ALL' | 'KEYS_ONLY';
}

export interface TableProps {
  readonly name: string;
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  /** Items go within days after the epoch second that stands in it. */
  readonly ttlAttribute?: string;
  /** By the index's name. */
  readonly indexes?: Readonly<Record<string, TableIndex>>;
  readonly keyArn: string;
  /** The table can be restored to any second of the last 35 days unless given. */
  readonly recoveryDays?: number;
  /** True unless given: Terraform and DynamoDB both refuse to delete it. */
  readonly protect?: boolean;
}

/** A table paid by request, encrypted under the given key, restorable to each second. */
export class Table extends Construct {
  readonly name: string;
  readonly arn: string;
  /** What a role needs to query the indexes. */
  readonly indexesArn: string;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    addChecks(this, () => checksOf(props));
    const { indexes = {}, recoveryDays = 35, protect = true } = props;
    const table = new DynamodbTable(this, 'table', {
      name: props.name,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: nameOf(props.partitionKey),
      ...(props.sortKey === undefined ? {} : { rangeKey: nameOf(props.sortKey) }),
      attribute: attributesOf(props),
      globalSecondaryIndex: Object.entries(indexes).map(([name, index]) => ({
        name,
        hashKey: nameOf(index.partitionKey),
        ...(index.sortKey === undefined ? {} : { rangeKey: nameOf(index.sortKey) }),
        projectionType: index.projection ?? 'ALL',
      })),
      ...(props.ttlAttribute === undefined
        ? {}
        : { ttl: { enabled: true, attributeName: props.ttlAttribute } }),
      serverSideEncryption: { enabled: true, kmsKeyArn: props.keyArn },
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: recoveryDays },
      deletionProtectionEnabled: protect,
      ...(protect ? { lifecycle: { preventDestroy: true } } : {}),
    });
    this.name = table.name;
    this.arn = table.arn;
    this.indexesArn = `${table.arn}/index/*`;
  }
}

const nameOf = (key: KeyAttribute): string => (typeof key === 'string' ? key : key.name);
const typeOf = (key: KeyAttribute): string => (typeof key === 'string' ? 'S' : key.type);

const keysOf = ({ partitionKey, sortKey, indexes = {} }: TableProps): readonly KeyAttribute[] =>
  [
    partitionKey,
    sortKey,
    ...Object.values(indexes).flatMap((index) => [index.partitionKey, index.sortKey]),
  ].filter((key) => key !== undefined);

/** Each key attribute once: DynamoDB refuses one that is declared and stands in no key, and one declared twice. */
const attributesOf = (props: TableProps) =>
  [...new Map(keysOf(props).map((key) => [nameOf(key), typeOf(key)]))].map(([name, type]) => ({
    name,
    type,
  }));

function checksOf(props: TableProps) {
  const typed = [...new Set(keysOf(props).map((key) => `${nameOf(key)}: ${typeOf(key)}`))];
  const names = Object.keys(props.indexes ?? {});
  return [
    matches('name', props.name, /^[\w.-]{3,255}$/, '3 to 255 letters, digits, ., _ or -'),
    isArn('keyArn', props.keyArn),
    within('recoveryDays', props.recoveryDays, 1, 35),
    within('indexes (their number)', names.length, 0, 20),
    ...names.map((name) =>
      matches('indexes', name, /^[\w.-]{3,255}$/, '3 to 255 letters, digits, ., _ or -'),
    ),
    ...unique(
      'a key attribute with two types',
      typed.map((text) => text.split(': ')[0] ?? text),
    ),
    ...keysOf(props).map((key) =>
      nameOf(key) === props.ttlAttribute
        ? `ttlAttribute: ${JSON.stringify(props.ttlAttribute)} is a key, expected an attribute of its own`
        : undefined,
    ),
  ];
}
