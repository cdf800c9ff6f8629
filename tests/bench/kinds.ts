import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { parseModel } from '../../domain/model/portable-model.ts';
import { compileScorer, vectorOf } from '../../domain/model/scorer.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { pythonOrSkip } from '../support/python.ts';
import { wisconsinCsv } from '../model/wisconsin.ts';
import { tableText } from './table.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');

const measuredSchema = z.array(
  z.object({
    algorithm: z.string(),
    model: z.string(),
    rows: z.array(z.array(z.union([z.number(), z.string(), z.null()]))),
    scoresPerSecond: z.number(),
    /** All rows in one call, rows a second. */
    batchPerSecond: z.number(),
    explanationsPerSecond: z.nullable(z.number()),
  }),
);

/** Calls a second, the best of five rounds of a tenth of a second. */
function perSecond(call: (i: number) => void): number {
  let best = 0;
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    let calls = 0;
    while (performance.now() - start < 100) {
      for (let i = 0; i < 10; i += 1) call(calls + i);
      calls += 10;
    }
    best = Math.max(best, (1_000 * calls) / (performance.now() - start));
  }
  return best;
}

const thousands = (n: number): string => Math.round(n).toLocaleString('en-US');

/** Each kind of model on the Wisconsin table: scored and explained here, beside the library that trained it. */
export async function benchKinds(): Promise<void> {
  const python = pythonOrSkip('tabular');
  if (!python) return;
  const input = JSON.stringify({ csv: wisconsinCsv, usecase: breastCancer });
  const { stdout } = await run(python, [path.join(import.meta.dirname, 'kinds.py'), input], {
    env: { ...process.env, PYTHONPATH: `${root}/pipelines/containers/tabular:${root}/tests/model` },
    maxBuffer: 64 * 2 ** 20,
  });
  const rows = parseWith(measuredSchema, JSON.parse(stdout), 'kinds.py').flatMap((theirs) => {
    const model = parseModel(theirs.model);
    const scorer = compileScorer(model);
    const vectors = theirs.rows.map((row) => vectorOf(model, row));
    const vector = (i: number): Float64Array => vectors[i % vectors.length] ?? new Float64Array(0);
    const { explanationsPerSecond } = theirs;
    return [
      [
        `${theirs.algorithm}: modelkeep`,
        thousands(perSecond((i) => scorer.score(vector(i)))),
        '–',
        thousands(perSecond((i) => scorer.explain(vector(i)))),
      ],
      [
        `${theirs.algorithm}: Python library`,
        thousands(theirs.scoresPerSecond),
        thousands(theirs.batchPerSecond),
        explanationsPerSecond === null ? '–' : thousands(explanationsPerSecond),
      ],
    ];
  });
  console.log(tableText(['30 features', 'scores/s', 'rows/s in one call', 'explanations/s'], rows));
}
