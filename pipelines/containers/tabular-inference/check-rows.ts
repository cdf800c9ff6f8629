import { isMissing } from '../../../domain/dataset/cell.ts';
import { numberOfText, shapeOfText } from '../../../domain/dataset/csv/cell.ts';
import { codeOf } from '../../../domain/model/columns.ts';
import type { ModelFeature } from '../../../domain/model/file/common.ts';
import { HttpProblem, problemsAtMost, type RowProblem } from './problem.ts';
import { inTurn } from './in-turn.ts';
import type { RawRow } from './read-rows.ts';

type Checked = { readonly code: number } | Omit<RowProblem, 'row'>;

/**
 * Prepares the check of rows against a model's features. The check gives one vector for each row, NaN where a value is
 * missing; it throws HttpProblem 400 that names each wrong row and feature, and never repeats a value.
 */
export function compileRowCheck(
  features: readonly ModelFeature[],
): (rows: readonly RawRow[]) => Promise<Float64Array[]> {
  const known = new Set(features.map(({ name }) => name));
  const checks = features.map((feature) => checkOf(feature));
  return async (rows) => {
    if (rows.length === 0)
      throw refused([{ row: 1, field: '(row)', got: 'nothing', expected: 'at least one row' }]);
    const problems: RowProblem[] = [];
    const note = (row: number, problem: Omit<RowProblem, 'row'>): void => {
      if (problems.length < problemsAtMost) problems.push({ row: row + 1, ...problem });
    };
    const vectors = await inTurn(rows, (raw, row) => {
      const vector = new Float64Array(features.length);
      const values = valuesOf(raw, features, known, (problem) => {
        note(row, problem);
      });
      values?.forEach((value, j) => {
        const checked = checks[j]!(value);
        if ('code' in checked) vector[j] = checked.code;
        else note(row, checked);
      });
      return vector;
    });
    if (problems.length > 0) throw refused(problems);
    return vectors;
  };
}

/** In the model's order; undefined where that cannot be told. */
function valuesOf(
  raw: RawRow,
  features: readonly ModelFeature[],
  known: ReadonlySet<string>,
  note: (problem: Omit<RowProblem, 'row'>) => void,
): unknown[] | undefined {
  if (isArray(raw)) {
    if (raw.length === features.length) return [...raw];
    note({
      field: '(row)',
      got: `${raw.length} values`,
      expected: `${features.length}, in the order ${features.map(({ name }) => name).join(', ')}`,
    });
    return undefined;
  }
  for (const name of Object.keys(raw)) {
    if (!known.has(name))
      note({ field: name.slice(0, 60), got: 'an unknown feature', expected: "one of the model's features" });
  }
  return features.map(({ name }) => {
    // A value that is not known is null; a name that is not there is a mistake of the caller's.
    if (Object.hasOwn(raw, name)) return raw[name];
    note({ field: name, got: 'nothing', expected: 'a value, or null where it is not known' });
    return null;
  });
}

// `readonly` arrays are not narrowed by Array.isArray.
const isArray = (raw: RawRow): raw is readonly unknown[] => Array.isArray(raw);

function checkOf(feature: ModelFeature): (value: unknown) => Checked {
  const { name } = feature;
  if (feature.kind === 'categorical') {
    const expected = `one of ${feature.categories.join(', ')}`;
    return (value) => {
      if (value === null || value === undefined) return missing;
      if (typeof value !== 'string') return { field: name, got: typeNameOf(value), expected };
      const code = codeOf(feature, value.trim());
      if (!Number.isNaN(code)) return { code };
      return isMissing(value.trim()) ? missing : { field: name, got: 'another text', expected };
    };
  }
  const { range } = feature;
  const unit = feature.unit === undefined || feature.unit === '1' ? '' : ` in ${feature.unit}`;
  const expected = `a number${range ? ` from ${range.min} to ${range.max}` : ''}${unit}`;
  return (value) => {
    if (value === null || value === undefined) return missing;
    const number = typeof value === 'string' ? numberOfText(value.trim()) : value;
    if (number === undefined)
      return { field: name, got: shapeOfText(typeof value === 'string' ? value.trim() : ''), expected };
    if (typeof number !== 'number') return { field: name, got: typeNameOf(value), expected };
    if (Number.isNaN(number)) return missing;
    // Some kinds of model compute in 32 bits.
    if (!Number.isFinite(Math.fround(number)))
      return { field: name, got: 'a number that is too large', expected };
    if (range && number < range.min) return { field: name, got: 'a number below the range', expected };
    if (range && number > range.max) return { field: name, got: 'a number above the range', expected };
    return { code: number };
  };
}

const missing: Checked = { code: Number.NaN };

const typeNameOf = (value: unknown): string =>
  Array.isArray(value) ? 'an array' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;

const refused = (errors: readonly RowProblem[]): HttpProblem =>
  new HttpProblem(
    400,
    'Bad request',
    errors
      .map(({ row, field, got, expected }) => `row ${row}, ${field}: got ${got}, expected ${expected}`)
      .join('; '),
    errors,
  );
