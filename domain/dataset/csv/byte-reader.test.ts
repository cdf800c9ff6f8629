import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { CsvByteReader } from './byte-reader.ts';
import { CsvError } from './errors.ts';
import { readHeader } from './header.ts';
import type { CsvLayout } from './layout.ts';
import { CsvRecordReader } from './records.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const layoutOf = (kinds: CsvLayout['kinds'], more: Partial<CsvLayout> = {}): CsvLayout => ({
  what: 'a.csv',
  names: kinds.map((_, i) => `c${i}`),
  kinds,
  delimiter: 44,
  openEnd: false,
  ...more,
});

interface Rows {
  readonly numbers: number[][];
  readonly texts: (string | null)[][];
  readonly plain: boolean;
  readonly rest: string;
}

function read(body: string | Uint8Array, layout: CsvLayout, chunk = 7): Rows {
  const numbers: number[][] = [];
  const texts: (string | null)[][] = [];
  const reader = new CsvByteReader(layout, {
    row: (n, t) => {
      numbers.push([...n]);
      texts.push([...t]);
    },
  });
  const all = typeof body === 'string' ? bytes(body) : body;
  let plain = true;
  for (let i = 0; i < all.length && plain; i += chunk) plain = reader.push(all.subarray(i, i + chunk));
  if (plain) plain = reader.end();
  return { numbers, texts, plain, rest: new TextDecoder().decode(reader.rest()) };
}

const message = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof CsvError) return error.message;
    throw error;
  }
  return 'no error';
};

describe('numbers from bytes', () => {
  const one = layoutOf(['numeric', 'numeric']);
  const numberText = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((x) => x.toFixed(6)),
    fc.integer().map(String),
    fc.constantFrom(
      '.5',
      '5.',
      '-0',
      '+3',
      '1e-5',
      '0.1',
      '123456789012345678',
      '1E3',
      '00012',
      '9007199254740993',
    ),
  );

  test('are the same doubles that Number() gives, however the chunks fall', () => {
    fc.assert(
      fc.property(fc.array(numberText, { minLength: 1 }), fc.integer({ min: 1, max: 50 }), (cells, chunk) => {
        const { numbers } = read(cells.map((c) => `${c},1\n`).join(''), one, chunk);
        expect(numbers.map(([x]) => x)).toEqual(cells.map(Number));
      }),
      { numRuns: 300 },
    );
  });

  test('missing markers are NaN, blanks do not count', () => {
    const { numbers } = read(' 1 ,\r\nNA,?\r\nnan,\t2\r\n,null', one);
    expect(numbers).toEqual([
      [1, NaN],
      [NaN, NaN],
      [NaN, 2],
      [NaN, NaN],
    ]);
  });

  test('blank lines are passed over and a last line needs no newline', () => {
    expect(read('1,2\n\n\r\n3,4', one).numbers).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});

describe('other cells', () => {
  test('text, skipped columns, another delimiter', () => {
    const layout = layoutOf(['text', 'skip', 'numeric'], { delimiter: 59 });
    const { texts, numbers } = read('männlich;x,y;1\nNA;é;2\n', layout, 3);
    expect(texts.map(([t]) => t)).toEqual(['männlich', null]);
    expect(numbers.map((row) => row[2])).toEqual([1, 2]);
  });

  test('a header that ends in a comma lets rows end one cell early', () => {
    const layout = layoutOf(['numeric', 'numeric', 'skip'], { openEnd: true });
    expect(read('1,2\n3,4,\n', layout).numbers.map((row) => row.slice(0, 2))).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test('a quoted cell hands over at its line, whatever the chunks', () => {
    for (const chunk of [1, 5, 100]) {
      const { numbers, plain, rest } = read('1,2\n3,"4"\n5,6\n', layoutOf(['numeric', 'numeric']), chunk);
      expect(plain).toBe(false);
      expect(numbers).toEqual([[1, 2]]);
      expect(rest.startsWith('3,"4"')).toBe(true);
    }
  });
});

describe('a broken file gives file, line and column', () => {
  const two = layoutOf(['numeric', 'numeric']);
  test.each([
    [
      '1,2\n3\n',
      'a.csv, line 3, column "c1": got 1 cell, none for this column, expected 2, as the header has',
    ],
    [
      '1,2,3\n',
      'a.csv, line 2, column "c1": got 3 cells, more after this column, expected 2, as the header has',
    ],
    ['1,secret\n', 'a.csv, line 2, column "c1": got text of 6 characters, expected a number'],
    ['1,12 mm\n', 'a.csv, line 2, column "c1": got a number with something behind it, expected a number'],
    ['1,1e999\n', 'a.csv, line 2, column "c1": got a number too large for a double, expected a number'],
    ['1,\0\n', 'a.csv, line 2, column "c1": got a NUL byte, expected text in UTF-8'],
  ])('%j', (body, wanted) => {
    expect(message(() => read(body, two))).toBe(wanted);
  });

  test('bytes that are not UTF-8, in a column that is not even read', () => {
    const body = Uint8Array.of(49, 44, 0xe9, 10);
    expect(message(() => read(body, layoutOf(['numeric', 'skip'])))).toContain(
      'line 2, column "c1": got bytes that are not UTF-8',
    );
  });

  test('the full parser’s records give the same messages', () => {
    const records = new CsvRecordReader(two, { row: () => undefined });
    expect(message(() => records.push(['1', 'secret'], 2))).toBe(
      'a.csv, line 2, column "c1": got text of 6 characters, expected a number',
    );
    expect(message(() => records.push(['1'], 9))).toContain('line 9, column "c1": got 1 cell');
  });
});

describe('headers', () => {
  test('names, delimiter, byte order mark, unnamed columns', () => {
    expect(readHeader(bytes('\uFEFFa;b c;\r\n1;2;\n'), 'x')).toEqual({
      names: ['a', 'b c', 'Unnamed: 2'],
      delimiter: 59,
      bodyAt: 11,
      openEnd: true,
    });
    expect(readHeader(bytes('"a,b",c\n'), 'x')).toBe('quoted');
  });

  test.each([
    ['', 'x: got an empty file'],
    ['\n1,2\n', 'x, line 1: got an empty line'],
    ['a,b,a\n', 'x, line 1, column "a": got the column name twice'],
  ])('%j', (text, wanted) => {
    expect(message(() => readHeader(bytes(text), 'x'))).toContain(wanted);
  });

  test('UTF-16 and Latin-1 are named as such', () => {
    expect(message(() => readHeader(Uint8Array.of(0xff, 0xfe, 97, 0), 'x'))).toContain('got UTF-16');
    expect(message(() => readHeader(Uint8Array.of(97, 0xe4, 10), 'x'))).toContain('not UTF-8');
  });
});
