import { cleanFeatures } from '../../domain/dataset/clean.ts';
import { csvText } from '../../domain/dataset/csv-text.ts';
import { exportedCell } from '../../domain/dataset/exported-cell.ts';
import type { Table } from '../../domain/dataset/table.ts';
import type { PortableModel } from '../../domain/model/portable-model.ts';
import { scoreTable } from '../../domain/model/scorer.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';
import type { DatasetRows } from '../ingest-dataset/read-files.ts';

/** Longer tables come in several jobs: the API waits for half a minute. */
const rowsAtMost = 200_000;
const refusalsListed = 100;

export interface Scored {
  readonly read: number;
  readonly predicted: number;
  readonly refused: number;
  readonly positives: number;
  readonly refusals: readonly { readonly row: number; readonly column: string; readonly reason: string }[];
  /** One line for each predicted row, by its number in the table; no identifier and no feature. */
  readonly csv: string;
  readonly table: Table;
}

/**
 * Checks each row and predicts the good ones.
 * @throws InvalidInputError where a column is missing or there twice, or where there are too many rows or none.
 */
export function scoreRows(model: PortableModel, useCase: UseCase, { header, rows }: DatasetRows): Scored {
  if (rows.length === 0 || rows.length > rowsAtMost)
    throw new InvalidInputError('file', [
      { field: 'rows', got: `${rows.length} rows`, expected: `1 to ${rowsAtMost} rows below the header` },
    ]);
  const cleaned = cleanFeatures(header, rows, useCase.data, { what: 'file' });
  const probabilities = scoreTable(model, cleaned.table, 'file');
  const [negative, positive] = model.targetNames;
  let positives = 0;
  const lines = [...probabilities].map((probability, i) => {
    const isPositive = probability >= model.decisionThreshold;
    if (isPositive) positives += 1;
    const confidence = isPositive ? probability : 1 - probability;
    const label = isPositive ? positive : negative;
    return [cleaned.rowNumbers[i] ?? 0, isPositive ? 1 : 0, label, probability, confidence].map((cell) =>
      exportedCell(String(cell)),
    );
  });
  return {
    read: cleaned.report.rowsRead,
    predicted: cleaned.report.rowsKept,
    refused: cleaned.report.rowsQuarantined,
    positives,
    refusals: cleaned.quarantined.slice(0, refusalsListed).map(({ row, column, reason }) => ({
      row,
      column,
      reason,
    })),
    csv: csvText([['row', 'prediction', 'label', 'probability', 'confidence'], ...lines]),
    table: cleaned.table,
  };
}
