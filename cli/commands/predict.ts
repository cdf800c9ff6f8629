import { cleanFeatures } from '../../domain/dataset/clean.ts';
import { describeCleaning } from '../../domain/dataset/report.ts';
import type { Table } from '../../domain/dataset/table.ts';
import { compileScorer, rankContributions } from '../../domain/model/scorer.ts';
import { csvLine, readCsv } from '../io/csv.ts';
import { nameOf, writeText } from '../io/files.ts';
import { loadModel, specOfModel } from '../io/model.ts';

export interface PredictOptions {
  readonly model: string;
  readonly data: string;
  readonly out: string;
  /** How many contributions to write for each row. */
  readonly top: number;
}

/** `modelkeep predict`: each row's prediction, probability and what drove it, as CSV in the order of the input. */
export async function runPredict(options: PredictOptions): Promise<number> {
  const { model, useCase } = await loadModel(options.model);
  const { header, records } = await readCsv(options.data);
  const cleaned = cleanFeatures(header, records, specOfModel(model, useCase), { what: nameOf(options.data) });
  const scorer = compileScorer(model);
  const top = Math.min(options.top, model.features.length);
  const contributionColumns = Array.from({ length: top }, (_, i) => [
    `driver_${i + 1}`,
    `driver_${i + 1}_log_odds`,
  ]).flat();
  const lines = [csvLine(['row', 'prediction', 'label', 'probability', ...contributionColumns])];
  const rowOf = vectorReader(cleaned.table);
  cleaned.rowNumbers.forEach((rowNumber, i) => {
    const explanation = scorer.explain(rowOf(i));
    const drivers = rankContributions(scorer.featureNames, explanation.contributions, top).flatMap((d) => [
      d.feature,
      d.contribution,
    ]);
    lines.push(
      csvLine([
        rowNumber,
        explanation.prediction,
        model.targetNames[explanation.prediction],
        explanation.probability,
        ...drivers,
      ]),
    );
  });
  await writeText(options.out, lines.join(''));
  const set = cleaned.report.rowsQuarantined;
  process.stderr.write(`${describeCleaning(cleaned.report).join('\n')}\n`);
  if (set > 0)
    process.stderr.write(`${set} rows were not predicted; column "row" of the output tells which were\n`);
  return 0;
}

/** Row i of a numeric table as the vector that a scorer takes; one buffer, overwritten at each call. */
function vectorReader(table: Table): (row: number) => Float64Array {
  const columns = table.columns.map((column) =>
    column.kind === 'numeric' ? column.values : new Float64Array(table.rowCount).fill(Number.NaN),
  );
  const vector = new Float64Array(columns.length);
  return (row) => {
    columns.forEach((values, j) => {
      vector[j] = values[row] ?? Number.NaN;
    });
    return vector;
  };
}
