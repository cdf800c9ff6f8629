import { cleanTable } from '../../domain/dataset/clean.ts';
import { describeCleaning } from '../../domain/dataset/report.ts';
import { evaluateModel } from '../../domain/model/compare.ts';
import { metricValues } from '../../domain/model/metrics.ts';
import { readCsv } from '../io/csv.ts';
import { nameOf } from '../io/files.ts';
import { metricsTable } from '../io/metrics.ts';
import { loadModel, specOfModel } from '../io/model.ts';

export interface EvaluateOptions {
  readonly model: string;
  readonly data: string;
  readonly json: boolean;
}

/** `modelkeep evaluate`: how good a model is on a table whose outcomes are known. */
export async function runEvaluate(options: EvaluateOptions): Promise<number> {
  const { model, useCase } = await loadModel(options.model);
  const { header, records } = await readCsv(options.data);
  const spec = specOfModel(model, useCase);
  const cleaned = cleanTable(header, records, spec, { what: nameOf(options.data), duplicates: 'keep' });
  const { metrics, subgroups } = evaluateModel(model, cleaned);
  const values = metricValues(metrics);
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = metrics.confusion;
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ rows: metrics.rows, positives: metrics.positives, metrics: values, confusion: metrics.confusion, subgroups, cleaning: cleaned.report })}\n`,
    );
    return 0;
  }
  const [negative, positive] = model.targetNames;
  const lines = [
    ...describeCleaning(cleaned.report),
    `${metrics.rows} rows, ${metrics.positives} ${positive}`,
    metricsTable(values),
    `  found ${tp} of ${tp + fn} ${positive}, called ${fp} of ${tn + fp} ${negative} by mistake`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}
