import { cleanTable } from '../../domain/dataset/clean.ts';
import { describeCleaning } from '../../domain/dataset/report.ts';
import { makeSnapshot } from '../../domain/dataset/snapshot.ts';
import { serializeModel } from '../../domain/model/portable-model.ts';
import { trainModel } from '../../domain/model/train.ts';
import { linearHyperparameters } from '../../domain/training/train.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { readCsv } from '../io/csv.ts';
import { nameOf, writeText } from '../io/files.ts';
import { metricsTable } from '../io/metrics.ts';

export interface TrainOptions {
  readonly useCase: UseCase;
  readonly data: string;
  readonly out: string;
  readonly json: boolean;
}

/** `modelkeep train`: a table in, a portable model out; what was set aside, and how good it is, is said. */
export async function runTrain(options: TrainOptions): Promise<number> {
  const { useCase } = options;
  const { header, records } = await readCsv(options.data);
  const cleaned = cleanTable(header, records, useCase.data, { what: nameOf(options.data) });
  const { model, metrics } = trainModel({
    data: cleaned,
    spec: useCase.data,
    hyperparameters: linearHyperparameters(useCase),
    seed: useCase.model.seed,
    folds: useCase.model.folds,
    trainedAt: new Date().toISOString(),
    dataHash: makeSnapshot(cleaned, useCase.data).hash,
    useCase: useCase.name,
  });
  await writeText(options.out, serializeModel(model));
  const report = {
    model: options.out,
    rows: cleaned.table.rowCount,
    method: model.metrics.method,
    metrics: model.metrics.values,
    confusion: metrics.confusion,
    cleaning: cleaned.report,
  };
  const words = [
    ...describeCleaning(cleaned.report),
    `${useCase.title}: ${model.metrics.method} on ${cleaned.table.rowCount} rows`,
    metricsTable(model.metrics.values),
  ];
  // With the model itself on standard output, the report goes beside it.
  const say = options.out === '-' ? process.stderr : process.stdout;
  say.write(options.json ? `${JSON.stringify(report)}\n` : `${words.join('\n')}\n`);
  return 0;
}
