import * as z from 'zod/mini';
import { datasetIdSchema } from '../../domain/dataset/manifest.ts';
import { chooseUseCase } from '../../domain/usecase/choose.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { eitherEdge } from '../edge/either.ts';
import { eventEdge, type EventHandler } from '../edge/event.ts';
import { useCaseField } from '../edge/fields.ts';
import { httpEdge } from '../edge/http.ts';
import type { Logger } from '../edge/logger.ts';
import { conflict, HttpProblem } from '../edge/problem.ts';
import { contract } from './contract.ts';
import {
  DatasetTakenError,
  ingestManifest,
  ingestTable,
  type Ingested,
  type IngestPorts,
} from './ingest-dataset.ts';

export { contract };

/** EventBridge's form of S3 Object Created (docs.aws.amazon.com/AmazonS3, ev-events). Keys in it are not URL-encoded. */
const objectCreatedSchema = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.literal('Object Created'),
  detail: z.object({ object: z.object({ key: z.string().check(z.minLength(1)) }) }),
});
const bodySchema = z.strictObject({
  useCase: z.optional(useCaseField),
  datasetId: datasetIdSchema,
  /** One million characters: larger tables are uploaded with a manifest. */
  csv: z.string().check(z.minLength(1), z.maxLength(1_000_000)),
});

export function makeHandler(
  ports: IngestPorts & {
    readonly logger: Logger;
    readonly defaultUseCase?: string | undefined;
    readonly allowedOrigin?: string | undefined;
    /** All keys of the bucket lie under it (OBJECTS_PREFIX), without a slash at the end. */
    readonly objectsPrefix?: string | undefined;
  },
): EventHandler {
  const prefix = ports.objectsPrefix ? `${ports.objectsPrefix}/` : '';
  const uploaded = eventEdge({ ...ports, contract }, async (event) => {
    const { key } = parseWith(objectCreatedSchema, event, 'event').detail.object;
    const ours = key.startsWith(prefix) ? key.slice(prefix.length) : key;
    return (await ingestManifest(ports, ours)) ?? { status: 'Ignored' };
  });
  const http = httpEdge({ ...ports, contract }, async ({ body, caller }) => {
    const asked = parseWith(bodySchema, body, 'request');
    const useCase = chooseUseCase(ports.useCases, asked.useCase, ports.defaultUseCase);
    const { datasetId, csv } = asked;
    return answerOf(await ingestTable(ports, { useCase, datasetId, csv, by: caller.name }).catch(asProblem));
  });
  return eitherEdge(http, uploaded);
}

function answerOf(dataset: Ingested) {
  if (dataset.status === 'Accepted') return { status: dataset.repeated ? 200 : 201, body: dataset };
  throw new HttpProblem(422, 'Dataset rejected', dataset.report.join('; '), {
    errors: [
      {
        field: 'csv',
        got: dataset.report[0] ?? 'no usable row',
        expected: 'a table that fits the use case, with at least one clean row',
      },
    ],
  });
}

function asProblem(error: unknown): never {
  if (!(error instanceof DatasetTakenError)) throw error;
  throw conflict(error.message, {
    field: 'datasetId',
    got: 'the id of an accepted dataset',
    expected: 'a new id for new content',
  });
}
