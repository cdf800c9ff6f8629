import { cleanTable } from '../../domain/dataset/clean.ts';
import { csvText } from '../../domain/dataset/csv-text.ts';
import { csvRecords } from '../../domain/dataset/read-snapshot.ts';
import { describeCleaning } from '../../domain/dataset/report.ts';
import { makeSnapshot } from '../../domain/dataset/snapshot.ts';
import type { Pseudonymizer } from '../../domain/ports.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import type { DatasetRows } from './read-files.ts';

export interface CleanedDataset {
  readonly counts: { readonly read: number; readonly accepted: number; readonly quarantined: number };
  readonly report: readonly string[];
  /** Identifiers (pseudonyms), features, subgroups, target. */
  readonly acceptedCsv: string;
  /** Row, column and reason of each bad cell. */
  readonly quarantined: readonly {
    readonly file: string;
    readonly row: number;
    readonly column: string;
    readonly reason: string;
  }[];
  /** The same columns of the bad rows as they came, identifiers as pseudonyms. */
  readonly quarantinedCsv: string;
}

/**
 * Cleans a dataset's rows. Only columns that the use case names are kept: a column that nobody asked for may hold a name.
 * @throws InvalidInputError where a column is missing or there twice.
 */
export async function cleanRows(
  { header, rows, placeOf }: DatasetRows,
  useCase: UseCase,
  pseudonymizer: Pseudonymizer,
): Promise<CleanedDataset> {
  const { data } = useCase;
  const cleaned = cleanTable(header, rows, data, { what: 'dataset' });
  const names = header.map((name) => name.replace(/^\uFEFF/, '').trim());
  const idColumns = names.flatMap((name, at) => (data.idColumns.includes(name) ? [{ name, at }] : []));
  const wanted = [...data.features.map(({ name }) => name), ...data.subgroupColumns, data.target.name];
  const others = [...new Set(wanted)].map((name) => ({ name, at: names.indexOf(name) }));
  const pseudonyms = async (row: readonly string[]): Promise<string[]> => {
    const found: string[] = [];
    for (const { at } of idColumns) {
      const id = (row[at] ?? '').trim();
      found.push(id === '' ? '' : await pseudonymizer.pseudonym(id));
    }
    return found;
  };

  // The group column is an identifier: it stands among those, as a pseudonym.
  const { groups: _, ...ungrouped } = cleaned;
  const [snapshotHeader = [], ...snapshotRows] = csvRecords(makeSnapshot(ungrouped, data).csv);
  const accepted = [[...idColumns.map(({ name }) => name), ...snapshotHeader]];
  for (const [i, row] of snapshotRows.entries())
    accepted.push([...(await pseudonyms(rows[cleaned.rowNumbers[i]! - 1]!)), ...row]);

  const badRows = [...new Set(cleaned.quarantined.map(({ row }) => row - 1))];
  const bad = [[...idColumns, ...others].map(({ name }) => name)];
  for (const i of badRows)
    bad.push([...(await pseudonyms(rows[i]!)), ...others.map(({ at }) => rows[i]![at] ?? '')]);
  return {
    counts: {
      read: cleaned.report.rowsRead,
      accepted: cleaned.report.rowsKept,
      quarantined: cleaned.report.rowsQuarantined,
    },
    report: describeCleaning(cleaned.report),
    acceptedCsv: csvText(accepted),
    quarantined: cleaned.quarantined.map(({ row, column, reason }) => ({
      ...placeOf(row - 1),
      column,
      reason,
    })),
    quarantinedCsv: csvText(bad),
  };
}
