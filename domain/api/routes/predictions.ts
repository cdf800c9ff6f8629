import * as z from 'zod/mini';
import { pageQuery, ulidText, useCaseQuery } from '../fields.ts';
import { route } from '../route.ts';
import {
  bulkConfirmationSchema,
  bulkConfirmRequestSchema,
  confirmationSchema,
  confirmRequestSchema,
  erasedSchema,
  eraseRequestSchema,
  feedbackRequestSchema,
  predictBatchAnswerSchema,
  predictBatchRequestSchema,
  predictionAnswerSchema,
  predictionListSchema,
  predictRequestSchema,
  shownPredictionSchema,
} from '../schemas/predictions.ts';

const tag = 'Predictions';

export const predict = route({
  method: 'POST',
  path: '/predict',
  scope: 'clinician',
  tag,
  summary: 'Predicts one record and explains it',
  body: predictRequestSchema,
  answers: { 200: predictionAnswerSchema },
  idempotent: true,
  problems: [404, 409, 422],
});
export const predictBatch = route({
  method: 'POST',
  path: '/predict/batch',
  scope: 'clinician',
  tag,
  summary: 'Predicts up to 100 records, each by itself',
  body: predictBatchRequestSchema,
  answers: { 200: predictBatchAnswerSchema },
  idempotent: true,
  problems: [404, 409, 422],
});
export const listPredictions = route({
  method: 'GET',
  path: '/predictions',
  scope: 'clinician',
  tag,
  summary: 'Lists predictions that wait for a diagnosis, or confirmed ones; the reading is audited',
  query: z.strictObject({
    ...pageQuery,
    status: z._default(z.optional(z.enum(['pending', 'confirmed'])), 'pending'),
    /** `uncertainty`: the least certain of the oldest thousand first, in one page. */
    order: z._default(z.optional(z.enum(['time', 'uncertainty'])), 'time'),
  }),
  answers: { 200: predictionListSchema },
  problems: [404],
});
export const getPrediction = route({
  method: 'GET',
  path: '/predictions/{id}',
  scope: 'clinician',
  tag,
  summary: 'Shows one prediction with its features; the reading is audited',
  params: z.strictObject({ id: ulidText }),
  query: z.strictObject(useCaseQuery),
  answers: { 200: shownPredictionSchema },
  problems: [404],
});
export const confirmDiagnosis = route({
  method: 'POST',
  path: '/predictions/{id}/confirm',
  scope: 'clinician',
  tag,
  summary: 'Says what it really was',
  params: z.strictObject({ id: ulidText }),
  body: confirmRequestSchema,
  answers: { 200: confirmationSchema },
  problems: [404, 409],
});
export const confirmDiagnoses = route({
  method: 'POST',
  path: '/predictions/confirmations',
  scope: 'clinician',
  tag,
  summary: 'Confirms up to 1,000 diagnoses, each by itself',
  body: bulkConfirmRequestSchema,
  answers: { 200: bulkConfirmationSchema },
  problems: [404],
});
export const sendFeedback = route({
  method: 'POST',
  path: '/feedback',
  scope: 'clinician',
  tag,
  summary: 'Says what it really was, with the id in the body',
  body: feedbackRequestSchema,
  answers: { 200: confirmationSchema },
  problems: [404, 409],
});
export const erasePatient = route({
  method: 'POST',
  path: '/patients/erase',
  scope: 'admin',
  tag,
  summary: 'Erases everything of a patient in a use case',
  body: eraseRequestSchema,
  answers: { 200: erasedSchema },
  problems: [404],
});
