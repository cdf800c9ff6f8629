import type { IndexName, JsonObject, NewRecord, RecordQuery, StoredRecord } from '../../domain/ports.ts';
import { pageOf } from '../../domain/records/batch.ts';

/** A row of the table `records`. */
export interface RecordRow {
  readonly pk: string;
  readonly sk: string;
  readonly version: number;
  readonly data: string;
  readonly byStatus_pk: string | null;
  readonly byStatus_sk: string | null;
  readonly byPatient_pk: string | null;
  readonly byPatient_sk: string | null;
  readonly expires_at: number | null;
}

export function recordOf(row: RecordRow): StoredRecord {
  const entry = (name: IndexName) => {
    const [pk, sk] = [row[`${name}_pk`], row[`${name}_sk`]];
    return pk === null || sk === null ? {} : { [name]: { pk, sk } };
  };
  const indexes = { ...entry('byStatus'), ...entry('byPatient') };
  return {
    pk: row.pk,
    sk: row.sk,
    version: row.version,
    // Written by JSON.stringify of a JsonObject.
    data: JSON.parse(row.data) as JsonObject,
    ...(Object.keys(indexes).length > 0 ? { indexes } : {}),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
  };
}

export const putSql = `
INSERT INTO records (pk, sk, version, data, byStatus_pk, byStatus_sk, byPatient_pk, byPatient_sk, expires_at)
VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)
ON CONFLICT (pk, sk) DO UPDATE SET version = version + 1, data = excluded.data,
  byStatus_pk = excluded.byStatus_pk, byStatus_sk = excluded.byStatus_sk,
  byPatient_pk = excluded.byPatient_pk, byPatient_sk = excluded.byPatient_sk, expires_at = excluded.expires_at`;

/** Values for `putSql`. */
export const putValues = (record: NewRecord, data: string): (string | number | null)[] => [
  record.pk,
  record.sk,
  data,
  record.indexes?.byStatus?.pk ?? null,
  record.indexes?.byStatus?.sk ?? null,
  record.indexes?.byPatient?.pk ?? null,
  record.indexes?.byPatient?.sk ?? null,
  record.expiresAt ?? null,
];

/** Sorts after every text that begins with what stands before it: U+10FFFF is no character. */
const afterAll = '\u{10FFFF}';

/** SQL and values of a page. One row more than the page holds is asked for: it says whether there is a next page. */
export function pageSql(query: RecordQuery): {
  readonly sql: string;
  readonly values: (string | number)[];
  readonly limit: number;
} {
  const { limit, after } = pageOf(query);
  const [pk, sk] = query.index ? [`${query.index}_pk`, `${query.index}_sk`] : ['pk', 'sk'];
  const where = [`${pk} = ?`];
  const values: (string | number)[] = [query.pk];
  const and = (condition: string, ...more: string[]) => {
    where.push(condition);
    values.push(...more);
  };
  if (query.skPrefix !== undefined && query.skPrefix !== '') {
    and(`${sk} >= ?`, query.skPrefix);
    and(`${sk} < ?`, query.skPrefix + afterAll);
  }
  if (query.skFrom !== undefined) and(`${sk} >= ?`, query.skFrom);
  if (query.skTo !== undefined) and(`${sk} <= ?`, query.skTo);
  const direction = query.order === 'descending' ? 'DESC' : 'ASC';
  if (after) {
    const than = direction === 'DESC' ? '<' : '>';
    if (query.index) and(`(${sk}, pk, sk) ${than} (?, ?, ?)`, after.at.sk, after.key.pk, after.key.sk);
    else and(`sk ${than} ?`, after.at.sk);
  }
  const order = query.index ? [sk, 'pk', 'sk'] : ['sk'];
  values.push(limit + 1);
  return {
    sql: `SELECT * FROM records WHERE ${where.join(' AND ')} ORDER BY ${order.map((column) => `${column} ${direction}`).join(', ')} LIMIT ?`,
    values,
    limit,
  };
}
