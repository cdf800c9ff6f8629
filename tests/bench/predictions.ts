import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fitLinearModel } from '../../domain/model/linear.ts';
import { compileScorer } from '../../domain/model/scorer.ts';
import { trainModel } from '../../domain/model/train.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { wisconsin } from '../model/wisconsin.ts';
import { featureMatrix } from '../../domain/model/matrix.ts';
import { pythonOrSkip } from '../support/python.ts';
import { median, tableText } from './table.ts';

const run = promisify(execFile);

/** Calls a second, the best of five rounds of a tenth of a second. */
function perSecond(call: (row: number) => void): number {
  let best = 0;
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    let calls = 0;
    while (performance.now() - start < 100) {
      for (let i = 0; i < 500; i += 1) call(calls + i);
      calls += 500;
    }
    best = Math.max(best, (1000 * calls) / (performance.now() - start));
  }
  return best;
}

const thousands = (n: number): string => Math.round(n).toLocaleString('en-US');

/** Scoring, explaining and training in this process, beside scikit-learn's. */
export async function benchPredictions(): Promise<void> {
  const data = wisconsin();
  const names = breastCancer.data.features.map(({ name }) => name);
  const matrix = featureMatrix(data.table, names, 'table');
  const { model } = trainModel({
    data,
    spec: breastCancer.data,
    ...breastCancer.model,
    trainedAt: new Date().toISOString(),
    dataHash: '0'.repeat(64),
  });
  const scorer = compileScorer(model);
  const vectors = Array.from({ length: data.table.rowCount }, (_, row) =>
    Float64Array.from(data.table.columns, (c) => (c.kind === 'numeric' ? (c.values[row] ?? 0) : 0)),
  );
  const vector = (i: number): Float64Array => vectors[i % vectors.length] ?? new Float64Array(names.length);
  const all = [...data.labels.keys()];
  const fits = Array.from({ length: 9 }, () => {
    const start = performance.now();
    fitLinearModel(matrix, data.labels, all, 1);
    return performance.now() - start;
  });
  const rows = [
    [
      'modelkeep, in process',
      thousands(perSecond((i) => scorer.score(vector(i)))),
      thousands(perSecond((i) => scorer.explain(vector(i)))),
      median(fits).toFixed(1),
      '–',
    ],
  ];
  const python = pythonOrSkip('tabular');
  if (python) {
    const { stdout } = await run(python, [
      join(import.meta.dirname, 'sklearn_predict.py'),
      join(import.meta.dirname, '../../usecases/data/breast_cancer_wisconsin.csv'),
    ]);
    const [importMs, one, fit] = stdout.trim().split(' ').map(Number);
    rows.push([
      'scikit-learn, in process',
      thousands(one ?? 0),
      '–',
      (fit ?? 0).toFixed(1),
      (importMs ?? 0).toFixed(0),
    ]);
  }
  console.log(
    tableText(['one row at a time', 'scores/s', 'explanations/s', 'training ms', 'import ms'], rows),
  );
}
