import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseDriftReport, type DriftReport } from '../../domain/drift/index.ts';
import { seededRandom } from '../../domain/numeric/random.ts';

/** `modelkeep drift` as a whole process. */
const bin = path.join(import.meta.dirname, '../../cli/bin.mjs');
let folder = '';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function drift(args: readonly string[], input?: string): Ran {
  const result = spawnSync(process.execPath, ['--no-warnings', bin, 'drift', ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    ...(input === undefined ? {} : { input }),
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

const compare = (reference: string, current: string): string[] => [
  '--reference',
  reference,
  '--current',
  current,
];
const reportOf = (ran: Ran): DriftReport => {
  if (ran.code !== 0) throw new Error(`exit ${ran.code}: ${ran.err}`);
  return parseDriftReport(JSON.parse(ran.out));
};

/** The statistics, without the files' names and times. */
const figuresOf = ({ columns, correlation, flaggedColumns }: DriftReport): unknown => ({
  columns: columns.map(({ since: _, ...rest }) => rest),
  correlation: correlation && { ...correlation, since: undefined },
  flaggedColumns,
});

function csv(
  rows: number,
  seed: number,
  shift: number,
  quoted: (row: number) => boolean = () => false,
): string {
  const random = seededRandom(seed);
  const lines = ['id,weight,height,site,note'];
  for (let row = 0; row < rows; row += 1) {
    const site = ['north', 'south'][random.below(2)] ?? '';
    const common = random.normal();
    const weight = (80 + 12 * common + shift).toFixed(4);
    const height = row % 50 === 0 ? 'NA' : (170 + 7 * (common + random.normal())).toFixed(3);
    lines.push(`${row},${weight},${height},${quoted(row) ? `"${site}"` : site},text of row ${row}`);
  }
  return `${lines.join('\n')}\n`;
}

const write = (name: string, text: string | Uint8Array): string => {
  writeFileSync(path.join(folder, name), text);
  return name;
};

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'modelkeep-drift-'));
  write('a.csv', csv(600, 1, 0));
  write('b.csv', csv(400, 2, 12));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('two tables', () => {
  test('the shifted column is named and no other; identifiers and prose are left out', () => {
    const ran = drift([...compare('a.csv', 'b.csv'), '--json', '--report', 'r.html', '--out', 'r.json']);
    const report = reportOf(ran);
    expect(report.flaggedColumns).toEqual(['weight']);
    expect(report.columns.map(({ name }) => name)).toEqual(['weight', 'height', 'site']);
    expect(ran.err).toContain('left out: id (its name says that it identifies a row)');
    expect(ran.err).toContain('left out: note (nearly every row has a text of its own)');
    expect(readFileSync(path.join(folder, 'r.html'), 'utf8')).toContain('<!doctype html>');
    expect(parseDriftReport(JSON.parse(readFileSync(path.join(folder, 'r.json'), 'utf8')))).toEqual(report);
  });

  test('for people, without colour where no terminal is', () => {
    const { code, out } = drift(compare('a.csv', 'b.csv'));
    expect(code).toBe(0);
    expect(out).toContain('weight rose by');
    expect(out).not.toContain('\u001B');
  });

  test('quoted cells, from the start or later, other delimiters and line ends give the same numbers', () => {
    const plain = figuresOf(reportOf(drift([...compare('a.csv', 'b.csv'), '--json'])));
    const late = write(
      'late.csv',
      csv(400, 2, 12, (row) => row === 300),
    );
    const all = write('all.csv', csv(400, 2, 12, () => true).replace('id,weight', '"id","weight"'));
    const other = write(
      'other.csv',
      `\uFEFF${csv(400, 2, 12).replaceAll(',', ';').replaceAll('\n', '\r\n')}`,
    );
    for (const file of [late, all, other]) {
      expect(figuresOf(reportOf(drift([...compare('a.csv', file), '--json'])))).toEqual(plain);
    }
  });

  test('standard input stands in for either', () => {
    const plain = figuresOf(reportOf(drift([...compare('a.csv', 'b.csv'), '--json'])));
    const text = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
    expect(figuresOf(reportOf(drift([...compare('-', 'b.csv'), '--json'], text('a.csv'))))).toEqual(plain);
    expect(figuresOf(reportOf(drift([...compare('a.csv', '-'), '--json'], text('b.csv'))))).toEqual(plain);
    expect(drift(compare('-', '-'), '').code).toBe(2);
  });

  test('a file large enough for a thread of its own', () => {
    const large = write('large.csv', csv(120_000, 3, 12));
    const report = reportOf(drift([...compare('a.csv', large), '--json']));
    expect([report.window.rows, report.flaggedColumns]).toEqual([120_000, ['weight']]);
    const broken = write('large-broken.csv', `${csv(120_000, 3, 12)}1,2,3\n`);
    expect(drift(compare('a.csv', broken))).toMatchObject({
      code: 2,
      err: expect.stringContaining('large-broken.csv, line 120002, column "site": got 3 cells'),
    });
  });

  test('columns from a file', () => {
    write('columns.json', JSON.stringify([{ name: 'weight', kind: 'numeric', unit: 'kg' }]));
    const report = reportOf(
      drift([...compare('a.csv', 'b.csv'), '--columns-from', 'columns.json', '--json']),
    );
    expect(report.columns.map(({ name, unit }) => [name, unit])).toEqual([['weight', 'kg']]);
    write('columns.json', '[{"name":"weight","kind":"number"}]');
    const wrong = drift([...compare('a.csv', 'b.csv'), '--columns-from', 'columns.json']);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('[0].kind') });
  });
});

describe('wrong input: one message, exit code 2, nothing written', () => {
  const broken: [string, string | Uint8Array, string][] = [
    [
      'ragged',
      'id,weight,height,site,note\n1,80,170,north,x\n2,81\n',
      'line 3, column "height": got 2 cells',
    ],
    [
      'text',
      'id,weight,height,site,note\n1,heavy,170,north,x\n',
      'line 2, column "weight": got text of 5 characters, expected a number',
    ],
    ['twice', 'id,weight,weight\n1,2,3\n', 'line 1, column "weight": got the column name twice'],
    ['empty', '', 'got an empty file'],
    ['header', 'id,weight,height,site,note\n', 'line 2: got no rows'],
    ['columns', 'id,weight\n1,2\n', 'line 1, column "height": got no such column'],
    [
      'latin1',
      Buffer.from('id,weight,height,site,note\n1,80,170,n\xe4,x\n', 'latin1'),
      'line 2, column "site": got bytes that are not UTF-8',
    ],
    ['quote', 'id,weight,height,site,note\n1,80,170,"north,x\n', 'got a quote that is never closed'],
    ['binary', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), 'got bytes that are not UTF-8'],
  ];
  test.each(broken)('%s', (name, content, wanted) => {
    const file = write(`broken-${name}.csv`, content);
    const { code, out, err } = drift([...compare('a.csv', file), '--report', 'no.html', '--out', 'no.json']);
    expect(err).toContain(wanted);
    expect(err).toContain(file);
    expect(err).not.toContain('    at ');
    expect([code, out]).toEqual([2, '']);
    expect(existsSync(path.join(folder, 'no.html')) || existsSync(path.join(folder, 'no.json'))).toBe(false);
  });

  test('a file that is not there, and a folder', () => {
    expect(drift(compare('a.csv', 'none.csv'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('none.csv'),
    });
    expect(drift(compare('.', 'b.csv')).code).toBe(2);
  });
});
