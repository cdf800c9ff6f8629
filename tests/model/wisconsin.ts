import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cleanTable, type CleanTable } from '../../domain/dataset/clean.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';

export const wisconsinCsv = path.join(import.meta.dirname, '../../usecases/data/breast_cancer_wisconsin.csv');

/** Header and records of the embedded table, as text; it holds no quotes. */
function wisconsinRecords(): { readonly header: string[]; readonly records: string[][] } {
  const [header = [], ...records] = readFileSync(wisconsinCsv, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return { header, records };
}

export function wisconsin(): CleanTable {
  const { header, records } = wisconsinRecords();
  return cleanTable(header, records, breastCancer.data);
}
