import type * as z from 'zod/mini';
import { inferenceJobSchema, type inferenceRequestSchema } from '../../domain/api/schemas/inference.ts';
import { parseModel } from '../../domain/model/portable-model.ts';
import type { Clock, Ids, ObjectStore, RecordStore } from '../../domain/ports.ts';
import { auditWrite } from '../../domain/records/audit.ts';
import { keys, partitions } from '../../domain/records/keys.ts';
import { parseRecord, readRecord, toJson } from '../../domain/records/typed.ts';
import { ArtifactError } from '../../domain/retraining/errors.ts';
import { readServing } from '../../domain/serving/serving-store.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { isPaused } from '../../domain/usecase/switch.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';
import { HttpProblem, notFound } from '../edge/problem.ts';
import type { Page } from '../edge/read.ts';
import { answeredBefore, answerWrites, repeatable } from '../edge/repetition.ts';
import { tableText } from '../edge/table-text.ts';
import { uploadedText, type UploadedText } from '../edge/uploads.ts';
import { DatasetRejectedError, readText } from '../ingest-dataset/read-files.ts';
import { driftScore } from './drift-score.ts';
import { scoreRows } from './score-rows.ts';

export interface InferencePorts {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

export type InferenceJob = z.output<typeof inferenceJobSchema>;
type Asked = z.output<typeof inferenceRequestSchema>;

export const resultsKey = (useCase: string, jobId: string): string => `inference/${useCase}/${jobId}.csv`;

/** What predicts now. Throws HttpProblem 503 where nothing does. */
async function liveModel({ records, objects }: InferencePorts, useCase: UseCase) {
  if (await isPaused(records, useCase.name))
    throw unavailable(`serving of ${useCase.name} is paused; ask the platform team`);
  const { live } = (await readServing(records, useCase.name)).data;
  if (!live)
    throw unavailable(`${useCase.name} has no model in service yet; train and approve a first version`);
  const file = await objects.get(live.modelKey);
  if (!file) throw new ArtifactError(`${live.modelKey}: not in the object store; restore it`);
  return {
    version: live.version,
    model: parseModel(new TextDecoder().decode(file.body), live.modelKey),
  };
}

/**
 * Predicts a table. Results are stored by row number: no identifier leaves the table, so that an erasure has nothing to find here.
 * @throws InvalidInputError for what is no table of this use case; HttpProblem 404, 409 for an upload, 422 for a key that was
 * used before, 503 where nothing predicts.
 */
export async function runInference(
  ports: InferencePorts,
  useCase: UseCase,
  asked: Asked,
  by: string,
  idempotencyKey: string | undefined,
): Promise<InferenceJob> {
  const { records, objects, clock, ids } = ports;
  const request = repeatable('inference', useCase.name, by, idempotencyKey, asked);
  const before = await answeredBefore(records, request, inferenceJobSchema);
  if (before) return before;
  if (useCase.data.images)
    throw new InvalidInputError('request', [
      {
        field: 'useCase',
        got: 'an application that is asked of photographs',
        expected: 'one that is asked of tables; POST /predict takes one photograph at a time',
      },
    ]);
  const { version, model } = await liveModel(ports, useCase);
  const createdAt = clock.now().toISOString();
  const source = await sourceOf(ports, useCase, asked, by);
  try {
    const scored = scoreRows(model, useCase, tableOf(source.text));
    const jobId = ids.next();
    const drift = await driftScore(ports, useCase, version, {
      table: scored.table,
      id: jobId,
      at: createdAt,
    });
    const job: InferenceJob = {
      jobId,
      useCase: useCase.name,
      status: 'Succeeded',
      createdAt,
      createdBy: by,
      endedAt: clock.now().toISOString(),
      fileName: source.fileName,
      modelVersion: version,
      rows: { read: scored.read, predicted: scored.predicted, refused: scored.refused },
      positives: scored.positives,
      refusals: [...scored.refusals],
      drift,
      failure: null,
      resultsBytes: Buffer.byteLength(scored.csv),
    };
    await objects.put(resultsKey(useCase.name, jobId), scored.csv, { contentType: 'text/csv' });
    await records.write([
      {
        op: 'put',
        record: { ...keys.inference(useCase.name, jobId), data: toJson(job) },
        condition: 'absent',
      },
      auditWrite(
        {
          useCase: useCase.name,
          actor: by,
          action: 'run-inference',
          subject: jobId,
          reason: `${scored.predicted} of ${scored.read} rows predicted`,
        },
        ports,
      ),
      ...answerWrites(request, job, clock.now()),
    ]);
    return job;
  } finally {
    await source.discard();
  }
}

async function sourceOf(
  ports: InferencePorts,
  useCase: UseCase,
  { csv, uploadId, fileName }: Asked,
  by: string,
): Promise<UploadedText> {
  if (uploadId !== undefined) return uploadedText(ports, useCase, { uploadId, by });
  const text = tableText(new TextEncoder().encode(csv ?? ''));
  return { text, fileName: fileName ?? 'table.csv', discard: async () => undefined };
}

function tableOf(text: string) {
  try {
    return readText(text, 'file');
  } catch (error) {
    if (!(error instanceof DatasetRejectedError)) throw error;
    throw new InvalidInputError('file', [
      { field: 'file', got: error.message, expected: 'CSV with one header (RFC 4180)' },
    ]);
  }
}

const unavailable = (detail: string): HttpProblem =>
  new HttpProblem(503, 'Not serving', detail, { headers: { 'retry-after': '60' } });

/** The latest first. */
export async function listJobs(
  { records }: InferencePorts,
  useCase: UseCase,
  page: Page,
): Promise<{ readonly useCase: string; readonly jobs: readonly InferenceJob[]; readonly cursor?: string }> {
  const pk = partitions.inference(useCase.name);
  const { records: found, cursor } = await records.query({ pk, order: 'descending', ...page });
  const jobs = found.map((record) => parseRecord(record, inferenceJobSchema));
  return { useCase: useCase.name, jobs, ...(cursor === undefined ? {} : { cursor }) };
}

/** Throws HttpProblem 404 for an unknown id. */
export async function readJob(
  { records }: InferencePorts,
  useCase: UseCase,
  jobId: string,
): Promise<InferenceJob> {
  const found = await readRecord(records, keys.inference(useCase.name, jobId), inferenceJobSchema);
  if (found) return found.data;
  throw notFound(`${useCase.name} has no batch prediction of this id`, {
    field: 'jobId',
    got: 'an id that no job has',
    expected: 'one that GET /inference/jobs lists',
  });
}
