import * as z from 'zod/mini';
import { completeUpload, createUpload, ingestDataset as route } from '../../domain/api/routes/datasets.ts';
import type { SignedUrls } from '../../domain/ports.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { eitherEdge } from '../edge/either.ts';
import { eventEdge, type EventHandler } from '../edge/event.ts';
import { apiEdge, operation } from '../edge/operations.ts';
import { conflict, HttpProblem } from '../edge/problem.ts';
import { useCaseOf, type ApiPorts } from '../edge/read.ts';
import { uploadedText, uploadKey, uploadWrite } from '../edge/uploads.ts';
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

export function makeHandler(
  ports: IngestPorts &
    ApiPorts & {
      readonly signedUrls: SignedUrls;
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
  const http = apiEdge({ ...ports, contract }, [
    operation(route, async ({ body, caller }) => {
      const { datasetId, csv } = body;
      const table = { useCase: useCaseOf(ports, body), datasetId, csv, by: caller.name };
      return answerOf(await ingestTable(ports, table).catch(asProblem));
    }),
    operation(createUpload, async ({ body, caller }) => {
      const { fileName, bytes } = body;
      const useCase = useCaseOf(ports, body);
      const uploadId = ports.ids.next();
      await ports.records.write([
        uploadWrite(ports, useCase, { uploadId, fileName, bytes, by: caller.name }),
      ]);
      const key = uploadKey(useCase.name, uploadId);
      const signed = await ports.signedUrls.upload(key, { bytes, contentType: 'text/csv' });
      return { status: 201, body: { uploadId, method: 'PUT', maximumBytes: bytes, ...signed } };
    }),
    operation(completeUpload, async ({ params, body, caller }) => {
      const useCase = useCaseOf(ports, body);
      const by = caller.name;
      const { text, discard } = await uploadedText(ports, useCase, { uploadId: params.uploadId, by });
      const { datasetId } = body;
      const ingested = await ingestTable(ports, { useCase, datasetId, csv: text, by }).catch(asProblem);
      await discard();
      return answerOf(ingested);
    }),
  ]);
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
