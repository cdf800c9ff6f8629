import type * as z from 'zod/mini';
import type { datasetPreviewSchema } from '../../domain/api/schemas/datasets.ts';
import { cleanFeatures } from '../../domain/dataset/clean.ts';
import { csvRecords } from '../../domain/dataset/read-snapshot.ts';
import { assessDrift, summarizeWindow } from '../../domain/drift/index.ts';
import { auditWrite } from '../../domain/records/audit.ts';
import { ArtifactError } from '../../domain/retraining/errors.ts';
import { readServing } from '../../domain/serving/serving-store.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { readBaseline } from '../detect-drift/read-baseline.ts';
import { conflict } from '../edge/problem.ts';
import { readDataset, type ReadDatasetsPorts } from './read-datasets.ts';

type Preview = z.output<typeof datasetPreviewSchema>;

const rowsShown = 20;

/**
 * First rows without identifiers, and each column against the baseline of the version in service. Who looked is noted.
 * @throws HttpProblem 404 for an unknown id, 409 for a dataset of which no row was accepted.
 */
export async function previewDataset(
  ports: ReadDatasetsPorts,
  useCase: UseCase,
  datasetId: string,
  by: string,
): Promise<Preview> {
  const { csvKey, ingestedAt } = await readDataset(ports, useCase, datasetId);
  if (csvKey === undefined)
    throw conflict('no row of this dataset was accepted; its report says why', {
      field: 'datasetId',
      got: 'a dataset without accepted rows',
      expected: 'an accepted one',
    });
  const file = await ports.objects.get(csvKey);
  if (!file) throw new ArtifactError(`${csvKey}: not in the object store; restore it from its versions`);
  const entry = { useCase: useCase.name, actor: by, action: 'read-dataset', subject: datasetId } as const;
  await ports.records.write([auditWrite(entry, ports)]);
  const [header = [], ...rows] = csvRecords(new TextDecoder().decode(file.body));
  const { idColumns } = useCase.data;
  const shown = header.flatMap((name, at) => (idColumns.includes(name) ? [] : [{ name, at }]));
  return {
    useCase: useCase.name,
    datasetId,
    columns: shown.map(({ name }) => name),
    rows: rows.slice(0, rowsShown).map((row) => shown.map(({ at }) => row[at] ?? '')),
    distributions: await distributionsOf(ports, useCase, { datasetId, header, rows, at: ingestedAt }),
  };
}

async function distributionsOf(
  ports: ReadDatasetsPorts,
  useCase: UseCase,
  dataset: {
    readonly datasetId: string;
    readonly header: readonly string[];
    readonly rows: readonly (readonly string[])[];
    readonly at: string;
  },
): Promise<Preview['distributions']> {
  const { live } = (await readServing(ports.records, useCase.name)).data;
  if (!live) return [];
  const { baseline } = await readBaseline(ports, useCase.name, live.version);
  const { datasetId, header, rows, at } = dataset;
  const { table } = cleanFeatures(header, rows, useCase.data, { what: 'dataset' });
  if (table.rowCount === 0) return [];
  const window = summarizeWindow(baseline, table, { id: datasetId, from: at, to: at });
  const rule = useCase.monitoring.drift;
  return assessDrift({ baseline, window, previous: undefined, rule }).columns.map(
    ({ name, kind, unit, psi, missingRate, distribution }) => ({
      name,
      kind,
      psi,
      missingRate: missingRate.now,
      ...(unit === undefined ? {} : { unit }),
      ...(distribution === undefined ? {} : { distribution }),
    }),
  );
}
