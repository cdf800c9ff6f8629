import type { Labelled } from '../../../../domain/monitoring/quality.ts';
import type { UseCase } from '../../../../domain/usecase/schema.ts';
import { readRows, type RawRow } from '../../tabular-inference/read-rows.ts';

/** One prediction with its groups; `diagnosis` is absent until it is confirmed. */
export interface JudgedPrediction extends Omit<Labelled, 'diagnosis'> {
  readonly diagnosis?: 0 | 1;
  /** By subgroup column; 'unknown' where the request does not say. */
  readonly groups: Readonly<Record<string, string>>;
}

export interface JudgedPredictions {
  readonly rows: readonly JudgedPrediction[];
  /** Requests of several rows, answers in another form, diagnoses that name no class. */
  readonly unreadable: number;
  /** Subgroup columns that no request carries. */
  readonly notCaptured: readonly string[];
}

/** Rows of labelledQuery, read as the inference container wrote them. */
export function judgedPredictions(
  rows: readonly Readonly<Record<string, unknown>>[],
  { data }: Pick<UseCase, 'data'>,
): JudgedPredictions {
  const names = data.features.map(({ name }) => name);
  const captured = data.subgroupColumns.filter((column) => names.includes(column));
  const classOf = classReader(data.target);
  const read = rows.flatMap((row): JudgedPrediction[] => {
    const said = outputOf(textOf(row['output']));
    const truth = row['truth'];
    const diagnosis = truth === null || truth === undefined ? undefined : classOf(textOf(truth));
    if (!said || diagnosis === null) return [];
    const input = captured.length === 0 ? undefined : inputOf(textOf(row['input']), names);
    const groups = Object.fromEntries(captured.map((column) => [column, groupIn(input, column, names)]));
    return [{ ...said, ...(diagnosis === undefined ? {} : { diagnosis }), groups }];
  });
  return {
    rows: read,
    unreadable: rows.length - read.length,
    notCaptured: data.subgroupColumns.filter((column) => !names.includes(column)),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `prediction,probability` in CSV, or the first of `predictions` in JSON; undefined for anything else. */
function outputOf(output: string): Pick<Labelled, 'prediction' | 'probability'> | undefined {
  const text = output.trim();
  const cells = text.startsWith('{') ? cellsOfJson(text) : text.split(',').map(Number);
  const [prediction, probability = Number.NaN] = cells;
  if (cells.length !== 2 || (prediction !== 0 && prediction !== 1)) return undefined;
  return probability >= 0 && probability <= 1 ? { prediction, probability } : undefined;
}

function cellsOfJson(text: string): unknown[] & number[] {
  try {
    const answer: unknown = JSON.parse(text);
    const list = memberOf(answer, 'predictions');
    if (Array.isArray(list) && list.length !== 1) return [];
    const one: unknown = Array.isArray(list) ? list[0] : answer;
    return [Number(memberOf(one, 'prediction')), Number(memberOf(one, 'probability'))];
  } catch {
    return [];
  }
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** The one row of a request; undefined where it has another number of them. */
function inputOf(input: string, names: readonly string[]): RawRow | undefined {
  const type = /^\s*[{[]/.test(input) ? 'application/json' : 'text/csv';
  try {
    const { rows } = readRows(new TextEncoder().encode(input), type, names);
    return rows.length === 1 ? rows[0] : undefined;
  } catch {
    return undefined;
  }
}

function groupIn(row: RawRow | undefined, column: string, names: readonly string[]): string {
  const value: unknown = row && Reflect.get(row, Array.isArray(row) ? names.indexOf(column) : column);
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return text === '' ? 'unknown' : text;
}

/** 1, 0, or null for a text that names neither class. */
function classReader({ positive, negative }: UseCase['data']['target']): (text: string) => 0 | 1 | null {
  const ones = new Set(['1', positive.value, positive.label]);
  const zeros = new Set(['0', negative.value, negative.label, ...(negative.otherValues ?? [])]);
  return (text) => {
    const trimmed = text.trim();
    return ones.has(trimmed) ? 1 : zeros.has(trimmed) ? 0 : null;
  };
}
