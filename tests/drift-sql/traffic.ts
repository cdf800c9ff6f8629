import { tableFromRecords } from '../../domain/dataset/from-records.ts';
import type { Table } from '../../domain/dataset/table.ts';
import type { DriftReport } from '../../domain/drift/index.ts';
import { seededRandom } from '../../domain/numeric/random.ts';

export type Row = Readonly<Record<'age' | 'creatinine' | 'gain' | 'site', number | string | null>>;

/** The features of these tests: a large offset, a skewed one, a tiny one with both signs, and categories. */
export const features = [
  { name: 'age', kind: 'numeric' as const, unit: 'a' },
  { name: 'creatinine', kind: 'numeric' as const, unit: 'mg/dL' },
  { name: 'gain', kind: 'numeric' as const },
  { name: 'site', kind: 'categorical' as const, categories: ['north', "o'hara", 'None', 'ward, 3'] },
];

/** Made-up rows; a twentieth of the cells is missing. `shift` moves the creatinine. */
export function rowsOf(count: number, seed: number, shift = 0): Row[] {
  const random = seededRandom(seed);
  const sites = ['north', "o'hara", 'None'];
  const sometimes = <T>(value: T): T | null => (random.next() < 0.05 ? null : value);
  return Array.from({ length: count }, () => {
    const common = random.normal();
    return {
      age: sometimes(1e6 + Math.round(40 + 12 * common)),
      creatinine: sometimes(Math.exp(0.4 * random.normal() + 0.5 * common + shift)),
      gain: sometimes(random.normal() * 1e-7),
      site: sometimes(sites[random.below(3)] ?? ''),
    };
  });
}

export const tableOf = (rows: readonly Row[]): Table => tableFromRecords(rows, features);

/** Every row at a second of its own from midnight on. */
export const timeOf = (place: number): string => new Date(Date.UTC(2026, 0, 1) + place * 1000).toISOString();

const cellsOf = (row: Row): (number | string | null)[] => features.map(({ name }) => row[name as keyof Row]);

const csvLine = (row: Row): string =>
  cellsOf(row)
    .map((cell) => (typeof cell === 'string' && cell.includes(',') ? `"${cell}"` : (cell ?? '')))
    .join(',');

/** In SageMaker's form, its bodies in every form that the inference container takes; six rows in seven records each. */
export function sageMakerLines(rows: readonly Row[]): string[] {
  const lines: string[] = [];
  const record = (place: number, data: string, encoding: string): void => {
    lines.push(
      JSON.stringify({
        captureData: {
          endpointInput: { observedContentType: 'x/y', mode: 'INPUT', data, encoding },
          endpointOutput: {
            observedContentType: 'text/csv',
            mode: 'OUTPUT',
            data: '1,0.75\n',
            encoding: 'CSV',
          },
        },
        eventMetadata: { eventId: `event-${place}`, inferenceTime: timeOf(place) },
        eventVersion: '0',
      }),
    );
  };
  for (let at = 0; at < rows.length; at += 7) {
    const [a, b, c, d, e, f, g] = rows.slice(at, at + 7);
    if (a) record(at, csvLine(a), 'CSV');
    if (b && c) record(at + 1, `${csvLine(b)}\r\n${csvLine(c)}\r\n`, 'CSV');
    else if (b) record(at + 1, JSON.stringify(b), 'JSON');
    if (d)
      record(at + 3, JSON.stringify({ instances: [cellsOf(d), ...(e ? [{ features: e }] : [])] }), 'JSON');
    if (f) record(at + 5, JSON.stringify({ features: f, explain: true }), 'JSON');
    if (g) record(at + 6, Buffer.from(csvLine(g)).toString('base64'), 'BASE64');
  }
  return lines;
}

export const modelkeepLines = (rows: readonly Row[]): string[] =>
  rows.map((row, i) =>
    JSON.stringify({ id: `p${i}`, createdAt: timeOf(i), modelVersion: 3, features: row, probability: 0.5 }),
  );

export const csvText = (rows: readonly Row[]): string =>
  ['made,age,creatinine,gain,site', ...rows.map((row, i) => `${timeOf(i)},${csvLine(row)}`), ''].join('\n');

/** Numbers that are sums, to eleven digits: engines add up in another order. All else as it is. */
export const upToRounding = (report: DriftReport): unknown =>
  JSON.parse(
    JSON.stringify(report, (_, value: unknown) =>
      typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(11)) : value,
    ),
  );
