import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { measure } from '../../format/number.ts';

export type Feature = ApiAnswer<'getUseCase'>['features'][number];
/** What stands in the form, by feature. */
export type FormValues = Readonly<Record<string, string>>;

/** What is wrong with a text for a feature; undefined where it will do. */
export function problemOf(feature: Feature, text: string): string | undefined {
  const given = text.trim();
  if (given === '') return 'Missing';
  if (feature.kind === 'categorical')
    return feature.categories.includes(given) ? undefined : `One of ${feature.categories.join(', ')}`;
  const value = numberOf(given);
  if (value === undefined) return /^-?\d+,\d+$/.test(given) ? 'Write it with a dot: 1.23' : 'Not a number';
  const { min, max } = feature.range;
  return value < min || value > max ? `From ${measure(min)} to ${measure(max)}` : undefined;
}

/** All problems of a form, by feature. */
export function problemsOf(
  features: readonly Feature[],
  values: FormValues,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    features.flatMap((feature) => {
      const problem = problemOf(feature, values[feature.name] ?? '');
      return problem === undefined ? [] : [[feature.name, problem]];
    }),
  );
}

/** What is sent: numbers as numbers. Only for values without a problem. */
export function featuresToSend(
  features: readonly Feature[],
  values: FormValues,
): Record<string, number | string> {
  return Object.fromEntries(
    features.map((feature) => {
      const text = (values[feature.name] ?? '').trim();
      return [feature.name, feature.kind === 'numeric' ? Number(text) : text];
    }),
  );
}

const numberOf = (text: string): number | undefined =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;

export interface Pasted {
  readonly values: FormValues;
  /** In words: what was taken, or why nothing was. */
  readonly said: string;
  readonly ok: boolean;
}

/**
 * Reads a row that somebody copied: from a spreadsheet (tabs), a CSV file (commas or semicolons), or JSON. With a line of
 * names above, columns are found by name; without one there must be as many values as features, in their order.
 */
export function readPasted(features: readonly Feature[], text: string): Pasted {
  const given = text.trim();
  if (given === '') return failed('Nothing was pasted.');
  if (/^[[{]/.test(given)) return fromJson(features, given);
  const lines = given.split(/\r?\n/).filter((line) => line.trim() !== '');
  const separator = ['\t', ';', ','].find((mark) => given.includes(mark)) ?? /\s+/;
  const cells = lines.map((line) =>
    line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')),
  );
  const [first = [], second] = cells;
  const names = new Set(features.map(({ name }) => name));
  if (first.filter((cell) => names.has(cell)).length >= features.length / 2) {
    if (!second) return failed('Only names were pasted; the row with the values is missing.');
    return taken(
      features,
      Object.fromEntries(first.map((name, i) => [name, second[i] ?? ''] as const)),
      lines.length - 1,
    );
  }
  if (first.length !== features.length)
    return failed(
      `${first.length} values were pasted; expected ${features.length}, in the order of the form.`,
    );
  return taken(
    features,
    Object.fromEntries(features.map(({ name }, i) => [name, first[i] ?? ''])),
    lines.length,
  );
}

function fromJson(features: readonly Feature[], text: string): Pasted {
  try {
    const parsed: unknown = JSON.parse(text);
    const row: unknown = Array.isArray(parsed) && typeof parsed[0] === 'object' ? parsed[0] : parsed;
    if (Array.isArray(row)) {
      if (row.length !== features.length)
        return failed(
          `${row.length} values were pasted; expected ${features.length}, in the order of the form.`,
        );
      return taken(features, Object.fromEntries(features.map(({ name }, i) => [name, textOf(row[i])])), 1);
    }
    if (typeof row === 'object' && row !== null) {
      const inner: unknown = Reflect.get(row, 'features') ?? row;
      if (typeof inner === 'object' && inner !== null)
        return taken(
          features,
          Object.fromEntries(Object.entries(inner).map(([name, value]) => [name, textOf(value)])),
          1,
        );
    }
    return failed('This JSON holds no record.');
  } catch {
    return failed('This is not complete JSON.');
  }
}

const textOf = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'string' ? String(value) : '';

function taken(features: readonly Feature[], row: FormValues, rows: number): Pasted {
  const values = Object.fromEntries(
    features.flatMap(({ name }) => (row[name] === undefined ? [] : [[name, row[name]] as const])),
  );
  const found = Object.keys(values).length;
  if (found === 0) return failed('None of the names is a feature of this use case.');
  const only = rows > 1 ? ' Only the first row was taken: whole tables have a tab of their own.' : '';
  return { values, ok: true, said: `${found} of ${features.length} values were taken over.${only}` };
}

const failed = (said: string): Pasted => ({ values: {}, said, ok: false });
