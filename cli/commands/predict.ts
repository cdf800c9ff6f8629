import { cleanFeatures } from '../../domain/dataset/clean.ts';
import { describeCleaning } from '../../domain/dataset/report.ts';
import { vectorsOf } from '../../domain/model/columns.ts';
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
  const unit = scorer.explains.replace('-', '_');
  const top = Math.min(options.top, model.features.length);
  const contributionColumns = Array.from({ length: top }, (_, i) => [
    `driver_${i + 1}`,
    `driver_${i + 1}_${unit}`,
  ]).flat();
  const lines = [csvLine(['row', 'prediction', 'label', 'probability', ...contributionColumns])];
  const { columnCount, values } = vectorsOf(model.features, cleaned.table, nameOf(options.data));
  cleaned.rowNumbers.forEach((rowNumber, i) => {
    const explanation = scorer.explain(values.subarray(i * columnCount, (i + 1) * columnCount));
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
