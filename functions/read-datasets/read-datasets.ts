import * as z from 'zod/mini';
import type { datasetDetailSchema, datasetListSchema } from '../../domain/api/schemas/datasets.ts';
import { datasetFiles, ingestedDatasetSchema } from '../../domain/dataset/ingested.ts';
import type { Clock, Ids, ObjectStore, RecordStore } from '../../domain/ports.ts';
import { keys, partitions } from '../../domain/records/keys.ts';
import { parseRecord, readRecord } from '../../domain/records/typed.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { notFound } from '../edge/problem.ts';
import type { Page } from '../edge/read.ts';

export interface ReadDatasetsPorts {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

const problemsListed = 1_000;
const quarantineSchema = z.object({
  cells: z.array(z.object({ file: z.string(), row: z.number(), column: z.string(), reason: z.string() })),
});

/** In the order of their ids. */
export async function readDatasets(
  { records }: ReadDatasetsPorts,
  useCase: UseCase,
  page: Page,
): Promise<z.output<typeof datasetListSchema>> {
  const { records: found, cursor } = await records.query({
    pk: partitions.datasets(useCase.name),
    ...page,
  });
  const datasets = found.map((record) => parseRecord(record, ingestedDatasetSchema));
  return { useCase: useCase.name, datasets, ...(cursor === undefined ? {} : { cursor }) };
}

/** With each bad cell by file, row and column. Throws HttpProblem 404 for an unknown id. */
export async function readDataset(
  { records, objects }: ReadDatasetsPorts,
  useCase: UseCase,
  datasetId: string,
): Promise<z.output<typeof datasetDetailSchema>> {
  const found = await readRecord(records, keys.dataset(useCase.name, datasetId), ingestedDatasetSchema);
  if (!found)
    throw notFound(`${useCase.name} has no dataset of this id`, {
      field: 'datasetId',
      got: 'an id that no dataset has',
      expected: 'one that GET /datasets lists',
    });
  const key = datasetFiles.quarantine(useCase.name, datasetId);
  const file = found.data.rows.quarantined > 0 ? await objects.get(key) : undefined;
  const json: unknown = file && JSON.parse(new TextDecoder().decode(file.body));
  const { cells } = file ? parseWith(quarantineSchema, json, key) : { cells: [] };
  return { ...found.data, problems: cells.slice(0, problemsListed) };
}
