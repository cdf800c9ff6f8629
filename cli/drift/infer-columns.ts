import { isMissing } from '../../domain/dataset/cell.ts';
import { numberOfText } from '../../domain/dataset/csv/cell.ts';
import type { DriftColumnSpec } from '../../domain/drift/columns.ts';
import type { OpenTable } from './open-table.ts';

export interface InferredColumns {
  readonly columns: readonly DriftColumnSpec[];
  /** Columns that are not watched, and why. */
  readonly leftOut: readonly { readonly name: string; readonly because: string }[];
}

/** `id`, `patient_id`, `Patient ID`, `patientId`, but not `fluid`. */
const identifierName = /(?:^|[^a-zA-Z])(?:id|uuid|guid)$|[a-z](?:Id|ID|Uuid|UUID)$/;
const identifierNameAlone = /^(?:id|uuid|guid|index)$/i;
/** Text that repeats less than this is an identifier or prose, whose categories mean nothing. */
const valuesPerCategory = 2;
const categoriesToDoubt = 50;

/**
 * What the columns of a table without a use case hold, by its first rows: numeric where at least half of what is
 * there are numbers (the rest is then a mistake that the reading names), else categorical.
 */
export function inferColumns(table: OpenTable): InferredColumns {
  const columns: DriftColumnSpec[] = [];
  const leftOut: { name: string; because: string }[] = [];
  table.names.forEach((name, at) => {
    if (identifierName.test(name) || identifierNameAlone.test(name)) {
      leftOut.push({ name, because: 'its name says that it identifies a row' });
      return;
    }
    const cells = table.firstRows.map((row) => (row[at] ?? '').trim()).filter((cell) => !isMissing(cell));
    if (cells.length === 0) {
      leftOut.push({ name, because: 'it is empty in the first rows' });
      return;
    }
    const numeric = cells.filter((cell) => numberOfText(cell) !== undefined).length;
    if (2 * numeric >= cells.length) {
      columns.push({ name, kind: 'numeric' });
      return;
    }
    const categories = new Set(cells).size;
    if (categories > categoriesToDoubt && cells.length < valuesPerCategory * categories) {
      leftOut.push({ name, because: 'nearly every row has a text of its own' });
    } else {
      columns.push({ name, kind: 'categorical' });
    }
  });
  return { columns, leftOut };
}
