import * as z from 'zod/mini';
import { datasetIdText, pageQuery, ulidText, useCaseQuery } from '../fields.ts';
import { route } from '../route.ts';
import {
  completeUploadRequestSchema,
  datasetDetailSchema,
  datasetListSchema,
  datasetPreviewSchema,
  ingestedSchema,
  ingestRequestSchema,
  uploadRequestSchema,
  uploadSchema,
} from '../schemas/datasets.ts';

const tag = 'Datasets';
const params = z.strictObject({ datasetId: datasetIdText });
const one = z.strictObject(useCaseQuery);

export const createUpload = route({
  method: 'POST',
  path: '/datasets/uploads',
  scope: 'clinician',
  tag,
  summary: 'Gives an address to upload a table to',
  body: uploadRequestSchema,
  answers: { 201: uploadSchema },
  problems: [404],
});
export const completeUpload = route({
  method: 'POST',
  path: '/datasets/uploads/{uploadId}/complete',
  scope: 'clinician',
  tag,
  summary: 'Checks an uploaded table and takes it in',
  params: z.strictObject({ uploadId: ulidText }),
  body: completeUploadRequestSchema,
  answers: { 200: ingestedSchema, 201: ingestedSchema },
  problems: [404, 409, 422],
});
export const ingestDataset = route({
  method: 'POST',
  path: '/datasets',
  scope: 'clinician',
  tag,
  summary: 'Checks a table and takes it in',
  body: ingestRequestSchema,
  answers: { 200: ingestedSchema, 201: ingestedSchema },
  problems: [404, 409, 422],
});
export const listDatasets = route({
  method: 'GET',
  path: '/datasets',
  scope: 'reader',
  tag,
  summary: 'Lists datasets in the order of their ids',
  query: z.strictObject(pageQuery),
  answers: { 200: datasetListSchema },
  problems: [404],
});
export const getDataset = route({
  method: 'GET',
  path: '/datasets/{datasetId}',
  scope: 'reader',
  tag,
  summary: 'Shows one dataset with its validation report',
  params,
  query: one,
  answers: { 200: datasetDetailSchema },
  problems: [404],
});
export const previewDataset = route({
  method: 'GET',
  path: '/datasets/{datasetId}/preview',
  scope: 'clinician',
  tag,
  summary:
    'Shows the first rows without identifiers, and each column against the baseline; the reading is audited',
  params,
  query: one,
  answers: { 200: datasetPreviewSchema },
  problems: [404, 409],
});
