import type { Clock, Ids, RecordStore, SignedUrls } from '../../domain/ports.ts';
import { auditWrite } from '../../domain/records/audit.ts';
import { partitions } from '../../domain/records/keys.ts';
import { parseRecord, readRecord } from '../../domain/records/typed.ts';
import { checkPredictionId, predictionKey } from '../../domain/serving/captured.ts';
import { predictionSchema, type Prediction } from '../../domain/serving/prediction.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { notFound } from '../edge/problem.ts';
import type { Page } from '../edge/read.ts';

export interface ReadPredictionsPorts {
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Of photographs. */
  readonly downloads: Pick<SignedUrls, 'download'>;
}

/** So many are put in order by their confidence. */
const sortedAtMost = 1_000;

/** Without what a patient stands behind. */
export type ListedPrediction = Omit<Prediction, 'features' | 'patient' | 'photograph'>;
/** With its features; the pseudonym stays inside. */
export type ShownPrediction = Omit<Prediction, 'patient' | 'photograph'> & {
  readonly photographUrl?: string;
};

/**
 * Those that wait for a diagnosis, the oldest first, or the confirmed ones, the latest first. Who read is noted before
 * anything is shown.
 */
export async function readPredictions(
  ports: ReadPredictionsPorts,
  useCase: UseCase,
  asked: {
    readonly status: 'pending' | 'confirmed';
    readonly order: 'time' | 'uncertainty';
    readonly page: Page;
    readonly by: string;
  },
): Promise<{
  readonly useCase: string;
  readonly predictions: readonly ListedPrediction[];
  readonly cursor?: string;
}> {
  const pending = asked.status === 'pending';
  const byUncertainty = asked.order === 'uncertainty';
  const { records: found, cursor } = await ports.records.query({
    pk: pending ? partitions.pendingPredictions(useCase.name) : partitions.confirmedPredictions(useCase.name),
    index: 'byStatus',
    order: pending ? 'ascending' : 'descending',
    ...(byUncertainty ? { limit: sortedAtMost } : asked.page),
  });
  const listed = found.map((record) => {
    const { features: _f, patient: _p, photograph: _i, ...rest } = parseRecord(record, predictionSchema);
    return rest;
  });
  const predictions = byUncertainty
    ? listed.sort((a, b) => a.confidence - b.confidence).slice(0, asked.page.limit)
    : listed;
  await noteReading(ports, useCase, asked.by, {
    subject: `list of ${predictions.length} ${asked.status} predictions`,
  });
  if (byUncertainty) return { useCase: useCase.name, predictions };
  return { useCase: useCase.name, predictions, ...(cursor === undefined ? {} : { cursor }) };
}

/** @throws InvalidInputError for an id of another form, HttpProblem 404 for an unknown one. */
export async function readPrediction(
  ports: ReadPredictionsPorts,
  useCase: UseCase,
  asked: { readonly id: string; readonly by: string },
): Promise<ShownPrediction> {
  checkPredictionId(asked.id);
  const found = await readRecord(ports.records, predictionKey(useCase.name, asked.id), predictionSchema);
  if (!found)
    throw notFound(`no prediction of ${useCase.name} has this id; it may have been erased`, {
      field: 'id',
      got: 'an id that no prediction has',
      expected: 'one that GET /predictions lists',
    });
  const { patient, photograph, ...shown } = found.data;
  await noteReading(ports, useCase, asked.by, {
    subject: asked.id,
    ...(patient === undefined ? {} : { patient }),
  });
  if (photograph === undefined) return shown;
  const fileName = photograph.slice(photograph.lastIndexOf('/') + 1);
  const { url } = await ports.downloads.download(photograph, fileName);
  return { ...shown, photographUrl: url };
}

const noteReading = (
  ports: ReadPredictionsPorts,
  useCase: UseCase,
  actor: string,
  read: { readonly subject: string; readonly patient?: string },
) =>
  ports.records.write([
    auditWrite({ useCase: useCase.name, actor, action: 'read-predictions', ...read }, ports),
  ]);
