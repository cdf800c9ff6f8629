import * as z from 'zod/mini';
import { pageQuery, ulidText, useCaseQuery } from '../fields.ts';
import { route } from '../route.ts';
import {
  downloadSchema,
  inferenceJobListSchema,
  inferenceJobSchema,
  inferenceRequestSchema,
} from '../schemas/inference.ts';

const tag = 'Inference';

export const startInferenceJob = route({
  method: 'POST',
  path: '/inference/predict',
  scope: 'clinician',
  tag,
  summary: 'Predicts a whole table: rows are checked, results and drift score stored',
  body: inferenceRequestSchema,
  answers: { 202: inferenceJobSchema },
  idempotent: true,
  problems: [404, 409, 422],
});
export const listInferenceJobs = route({
  method: 'GET',
  path: '/inference/jobs',
  scope: 'clinician',
  tag,
  summary: 'Lists batch predictions, the latest first',
  query: z.strictObject(pageQuery),
  answers: { 200: inferenceJobListSchema },
  problems: [404],
});
const params = z.strictObject({ jobId: ulidText });
export const getInferenceJob = route({
  method: 'GET',
  path: '/inference/jobs/{jobId}',
  scope: 'clinician',
  tag,
  summary: 'Shows one batch prediction',
  params,
  query: z.strictObject(useCaseQuery),
  answers: { 200: inferenceJobSchema },
  problems: [404],
});
export const downloadInferenceResults = route({
  method: 'GET',
  path: '/inference/jobs/{jobId}/download',
  scope: 'clinician',
  tag,
  summary: 'Gives an address for the results as CSV, formulas escaped; the reading is audited',
  params,
  query: z.strictObject(useCaseQuery),
  answers: { 200: downloadSchema },
  problems: [404, 409],
});
