import { ArtifactError } from '../retraining/errors.ts';
import { cleanFeatures, cleanTable, type CleanFeatures } from './clean.ts';
import type { TableSpec } from './features.ts';
import type { LabelledTable } from './labelled.ts';
import { snapshotHash } from './snapshot.ts';
import type { Table } from './table.ts';

/**
 * The table of a snapshot's bytes (see makeSnapshot), every row kept, duplicates too.
 * @param expectedHash SHA-256 of the bytes; left out where nobody noted one.
 * @throws ArtifactError where the hash differs or a row does not fit: a snapshot is made of clean rows, so it was damaged.
 */
export function readSnapshot(
  bytes: Uint8Array,
  spec: TableSpec,
  what: string,
  expectedHash?: string,
): LabelledTable {
  const hash = snapshotHash(bytes);
  if (expectedHash !== undefined && hash !== expectedHash) {
    throw new ArtifactError(
      `${what}: got SHA-256 ${hash}, expected ${expectedHash}; the file was changed or damaged, restore it from its versions`,
    );
  }
  return allRows(bytes, what, (header, records) =>
    cleanTable(header, records, spec, { what, duplicates: 'keep' }),
  );
}

/** The features of captured traffic: as readSnapshot, without a target. */
export const readTraffic = (bytes: Uint8Array, spec: TableSpec, what: string): Table =>
  allRows(bytes, what, (header, records) =>
    cleanFeatures(header, records, spec, { what, duplicates: 'keep' }),
  ).table;

function allRows<T extends CleanFeatures>(
  bytes: Uint8Array,
  what: string,
  clean: (header: readonly string[], records: readonly (readonly string[])[]) => T,
): T {
  const [header, ...records] = csvRecords(new TextDecoder().decode(bytes));
  if (!header) throw new ArtifactError(`${what}: got an empty file, expected a table with a header`);
  const cleaned = clean(header, records);
  const [first] = cleaned.quarantined;
  if (first) {
    throw new ArtifactError(
      `${what}: ${cleaned.report.rowsQuarantined} rows do not fit the use case, first row ${first.row} column ${first.column} (${first.reason}); the use case's ranges were narrowed since, or the file was damaged`,
    );
  }
  return cleaned;
}

/** Records of canonical CSV: commas, LF, cells quoted only where they must be (RFC 4180). */
export function csvRecords(text: string): string[][] {
  if (!text.includes('"'))
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(','));
  const records: string[][] = [];
  let record: string[] = [];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    const [whole, quoted, plain, end] = match;
    if (whole === '' && record.length === 0) continue;
    record.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
