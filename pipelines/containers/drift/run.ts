import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { AthenaClient } from '@aws-sdk/client-athena';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { parseBaseline, type DriftBaseline } from '../../../domain/drift/index.ts';
import { ArtifactError } from '../../../domain/retraining/errors.ts';
import { useCaseSchema, type UseCase } from '../../../domain/usecase/schema.ts';
import { InvalidInputError, parseWith } from '../../../domain/validation/parse.ts';
import { putEvent } from './aws/bus.ts';
import { putMetrics } from './aws/metrics.ts';
import { AthenaCounter } from './count/athena.ts';
import { DuckDbCounter } from './count/duckdb.ts';
import { fileSource, tableSource } from './count/file-relation.ts';
import { driftJob, type DriftJob } from './drift-job.ts';
import { captureFiles, truthFiles } from './files/capture-files.ts';
import { placeAt, readAt } from './files/place.ts';
import { labelledQuery } from './labelled/query.ts';
import { judgedPredictions } from './labelled/read.ts';
import type { Outcome, WatchPorts } from './ports.ts';
import { biasJob, qualityJob, type LabelledJob } from './quality-job.ts';
import type { Settings } from './settings.ts';
import { captureTableSql } from './sql/athena-table.ts';
import { quoteName } from './sql/dialect.ts';

/** Large windows are read from S3 for minutes; a connection that died is noticed all the same. */
const s3Options = { requestHandler: { connectionTimeout: 3_000, requestTimeout: 60_000 } } as const;

/** One run in the mode that the settings name. Writes metric lines; returns what the last line says. */
export async function runWatch(settings: Settings, now: Date): Promise<Outcome> {
  let s3Client: S3Client | undefined;
  const s3 = (): S3Client => (s3Client ??= new S3Client(s3Options));
  const specification = await mustRead(settings.specificationUri, s3);
  const useCase = parseWith(useCaseSchema, jsonIn(specification), settings.specificationUri, {
    quoteValues: true,
  });
  const scratch = mkdtempSync(path.join(tmpdir(), 'modelkeep-capture-'));
  const ports = {
    useCase,
    modelVersion: settings.modelVersion,
    monitoring: placeAt(settings.monitoringUri, s3),
    now,
    window: settings.window,
    publish: publisher(settings),
    measure: measurer(settings, useCase, now),
  };
  try {
    if (settings.mode === 'drift') return await runDrift(settings, ports, s3, scratch);
    const job = { ...ports, predictionsOf: predictionsIn(settings, useCase, s3, scratch) };
    return settings.mode === 'bias'
      ? await biasJob(job)
      : await qualityJob({ ...job, registered: settings.registered });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function runDrift(
  settings: Settings,
  ports: Omit<DriftJob, 'counter' | 'sourceOf' | 'baseline' | 'baselineSha256'>,
  s3: () => S3Client,
  scratch: string,
): Promise<Outcome> {
  const baseline = baselineOf(settings, await mustRead(settings.baselineUri, s3));
  const rows = settings.athena
    ? await rowsInAthena(settings, settings.athena)
    : await rowsInFiles(settings, s3, scratch);
  try {
    return await driftJob({ ...ports, ...baseline, counter: rows.counter, sourceOf: rows.sourceOf });
  } finally {
    rows.close();
  }
}

/** Predictions with their diagnoses, out of files alone: those that are confirmed are few. */
function predictionsIn(
  settings: Settings,
  useCase: UseCase,
  s3: () => S3Client,
  scratch: string,
): LabelledJob['predictionsOf'] {
  const { captureFormat: format, captureUri, truthUri, modelVersion } = settings;
  if (format === 'csv' || format === 'parquet')
    throw new InvalidInputError('environment of the drift program', [
      {
        field: 'CAPTURE_FORMAT',
        got: `"${format}" with MODE=${settings.mode}`,
        expected: '"sagemaker-capture" or "modelkeep-capture", which hold what the model said',
      },
    ]);
  return async (span) => {
    const captured = await captureFiles(
      placeAt(captureUri, s3),
      format,
      span,
      path.join(scratch, 'captured'),
    );
    if (captured.length === 0) return { rows: [], unreadable: 0, notCaptured: [] };
    const truth =
      truthUri === undefined
        ? []
        : await truthFiles(placeAt(truthUri, s3), span, path.join(scratch, 'truth'));
    const counter = await DuckDbCounter.open(settings.duckdb);
    try {
      const rows = await counter.rows(labelledQuery({ format, captured, truth, modelVersion }, span));
      return judgedPredictions(rows, useCase);
    } finally {
      counter.close();
    }
  };
}

interface Rows extends Pick<WatchPorts, 'counter' | 'sourceOf'> {
  readonly close: () => void;
}

async function rowsInFiles(settings: Settings, s3: () => S3Client, scratch: string): Promise<Rows> {
  const { captureFormat, captureUri, timeColumn, idColumn, modelVersion } = settings;
  const counter = await DuckDbCounter.open(settings.duckdb);
  return {
    counter,
    async sourceOf(span) {
      const files = await captureFiles(placeAt(captureUri, s3), captureFormat, span, scratch);
      return files.length === 0
        ? undefined
        : fileSource(captureFormat, files, { timeColumn, idColumn, modelVersion });
    },
    close: () => {
      counter.close();
    },
  };
}

async function rowsInAthena(settings: Settings, athena: NonNullable<Settings['athena']>): Promise<Rows> {
  const counter = new AthenaCounter(new AthenaClient(), athena);
  const { database, table, captureLocation } = athena;
  if (captureLocation !== undefined) await counter.query(captureTableSql(database, table, captureLocation));
  const source = tableSource(
    settings,
    `${quoteName(database)}.${quoteName(table)}`,
    captureLocation !== undefined,
  );
  return { counter, sourceOf: async () => source, close: () => undefined };
}

async function mustRead(uri: string, s3: () => S3Client): Promise<Uint8Array> {
  const body = await readAt(uri, s3);
  if (body) return body;
  throw new ArtifactError(`${uri}: not there; name it by the environment, or put it there`);
}

const jsonIn = (body: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(body));

function baselineOf(
  { baselineUri, baselineSha256: expected }: Settings,
  body: Uint8Array,
): { readonly baseline: DriftBaseline; readonly baselineSha256: string } {
  const baselineSha256 = createHash('sha256').update(body).digest('hex');
  if (expected !== undefined && baselineSha256 !== expected)
    throw new ArtifactError(
      `${baselineUri}: got SHA-256 ${baselineSha256}, expected ${expected} as registered; restore it from its versions`,
    );
  return { baseline: parseBaseline(jsonIn(body), baselineUri), baselineSha256 };
}

/** Without a bus the event stands on standard output alone: on one machine somebody looks there. */
function publisher({ eventBusName }: Settings): WatchPorts['publish'] {
  const client = eventBusName === undefined ? undefined : new EventBridgeClient();
  return async (event) => {
    if (client && eventBusName !== undefined) await putEvent(client, eventBusName, event);
    process.stdout.write(`event ${JSON.stringify(event)}\n`);
  };
}

function measurer({ metricsNamespace }: Settings, useCase: UseCase, now: Date): WatchPorts['measure'] {
  const client = metricsNamespace === undefined ? undefined : new CloudWatchClient();
  return async (metrics) => {
    for (const [name, value] of Object.entries(metrics)) process.stdout.write(`metric ${name}=${value}\n`);
    if (client && metricsNamespace !== undefined)
      await putMetrics(client, metricsNamespace, useCase.name, metrics, now);
  };
}
