import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ArtifactError } from '../retraining/errors.ts';
import { csvRecords, readSnapshot, readTraffic } from './read-snapshot.ts';
import { makeSnapshot } from './snapshot.ts';
import type { LabelledTable } from './labelled.ts';

const spec = {
  features: [
    { name: 'size, mm', kind: 'numeric' as const, range: { min: -1e6, max: 1e6 } },
    { name: 'site', kind: 'categorical' as const },
  ],
  target: {
    name: 'y',
    positive: { value: 'M', label: 'malignant' },
    negative: { value: 'B', label: 'benign' },
  },
  idColumns: [],
  dropColumns: [],
};

const tableOf = (rows: readonly (readonly [number, string, 0 | 1])[]): LabelledTable => ({
  table: {
    rowCount: rows.length,
    columns: [
      { name: 'size, mm', kind: 'numeric', values: Float64Array.from(rows, ([size]) => size) },
      { name: 'site', kind: 'categorical', values: rows.map(([, site]) => site) },
    ],
  },
  labels: Uint8Array.from(rows, ([, , label]) => label),
});

describe('readSnapshot', () => {
  test('gives back what makeSnapshot wrote, whatever stands in the cells', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const word = fc
      .string({ minLength: 1, maxLength: 12 })
      .filter((s) => s.trim() === s && s.trim() !== '' && !/\r/.test(s));
    const known = word.filter((s) => !/^(na|n\/a|nan|null|none|\?|-|unknown)$/i.test(s));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, known, fc.constantFrom(0 as const, 1 as const)), {
          minLength: 1,
          maxLength: 20,
        }),
        (rows) => {
          const snapshot = makeSnapshot(tableOf(rows), spec);
          const back = readSnapshot(new TextEncoder().encode(snapshot.csv), spec, 'snapshot', snapshot.hash);
          expect(makeSnapshot(back, spec).csv).toBe(snapshot.csv);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('says that a file was changed', () => {
    const { csv, hash } = makeSnapshot(tableOf([[1, 'a', 0]]), spec);
    const bytes = new TextEncoder().encode(csv.replace('1,a', '2,a'));
    expect(() => readSnapshot(bytes, spec, 'snapshots/x.csv', hash)).toThrow(ArtifactError);
    expect(() => readSnapshot(bytes, spec, 'snapshots/x.csv', hash)).toThrow(
      /snapshots\/x\.csv: got SHA-256 .*restore it/,
    );
  });

  test('refuses rows that no longer fit the use case, and an empty file', () => {
    const bytes = new TextEncoder().encode('"size, mm",site,y\n5e9,a,M\n');
    expect(() => readSnapshot(bytes, spec, 's')).toThrow(
      /1 rows do not fit the use case, first row 1 column size, mm \(out-of-range\)/,
    );
    expect(() => readSnapshot(new Uint8Array(), spec, 's')).toThrow(/empty file/);
  });

  test('traffic needs no target', () => {
    expect(readTraffic(new TextEncoder().encode('"size, mm",site\n5,a\n5,a\n'), spec, 't').rowCount).toBe(2);
  });
});

describe('csvRecords', () => {
  test('knows quotes, commas and line breaks inside a cell, and empty cells', () => {
    expect(csvRecords('a,"b ""c"", d",\n"e\nf",,g\n')).toEqual([
      ['a', 'b "c", d', ''],
      ['e\nf', '', 'g'],
    ]);
  });
});
