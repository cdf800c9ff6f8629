import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { seededRandom } from '../../../domain/numeric/random.ts';

export interface BenchTables {
  readonly reference: string;
  readonly current: string;
}

export const benchColumns = 30;

/**
 * Two CSV files of `rows` rows and 30 numeric columns in `folder`, always the same; made once. Columns are normal,
 * lognormal, and whole numbers by turns; in the current one three are shifted. About 9 bytes a cell, as measured
 * values have.
 */
export function makeTables(folder: string, rows: number): BenchTables {
  const tables = {
    reference: `${folder}/reference-${rows}.csv`,
    current: `${folder}/current-${rows}.csv`,
  };
  if (!existsSync(tables.reference)) write(tables.reference, rows, 1, 0);
  if (!existsSync(tables.current)) write(tables.current, rows, 2, 0.5);
  return tables;
}

export const megabytes = (path: string): number => statSync(path).size / 1e6;

const shifted = new Set([3, 11, 20]);

function write(path: string, rows: number, seed: number, shift: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const random = seededRandom(seed);
  const part = `${path}.part${process.pid}`;
  const file = openSync(part, 'w');
  const names = Array.from({ length: benchColumns }, (_, i) => `feature_${i + 1}`);
  writeSync(file, `${names.join(',')}\n`);
  let lines: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const common = random.normal();
    lines.push(
      names
        .map((_, i) => {
          const z = 0.5 * common + 0.87 * random.normal() + (shifted.has(i) ? shift : 0);
          if (i % 3 === 0) return (100 + 15 * z).toFixed(5);
          return i % 3 === 1 ? Math.exp(z).toFixed(7) : (10 + 3 * z).toFixed(6);
        })
        .join(','),
    );
    if (lines.length < 2000 && row < rows - 1) continue;
    writeSync(file, `${lines.join('\n')}\n`);
    lines = [];
  }
  closeSync(file);
  renameSync(part, path);
}
