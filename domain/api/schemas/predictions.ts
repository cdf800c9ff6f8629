import * as z from 'zod/mini';
import { predictionSchema, predictionStatuses, predictResponseSchema } from '../../serving/prediction.ts';
import { cursorField, named, patientIdField, useCaseField } from '../fields.ts';

/**
 * Features as an array in the use case's order, or an object by name; the use case says what each may be. Where the question
 * is asked of photographs: `{ "image": "<JPEG or PNG in base64>" }`, of at most 4 MB.
 */
const featuresField = z.unknown();

export const predictRequestSchema = named(
  'PredictRequest',
  z.strictObject({
    useCase: z.optional(useCaseField),
    features: featuresField,
    patientId: z.optional(patientIdField),
  }),
);

export const predictionAnswerSchema = named('PredictionAnswer', predictResponseSchema);

export const predictBatchRequestSchema = named(
  'PredictBatchRequest',
  z.strictObject({
    useCase: z.optional(useCaseField),
    records: z
      .array(
        z.strictObject({
          features: featuresField,
          patientId: z.optional(patientIdField),
          /** The caller's own mark, given back with the answer. */
          reference: z.optional(z.string().check(z.maxLength(100))),
        }),
      )
      .check(z.minLength(1), z.maxLength(100)),
  }),
);

const refusedFields = {
  ok: z.literal(false),
  status: z.number(),
  detail: z.string(),
  errors: z.optional(z.array(z.object({ field: z.string(), got: z.string(), expected: z.string() }))),
};

/** In the order of the request: what is wrong with one record keeps no other from being answered. */
export const predictBatchAnswerSchema = named(
  'PredictBatchAnswer',
  z.object({
    useCase: z.string(),
    predicted: z.number(),
    refused: z.number(),
    results: z.array(
      z.discriminatedUnion('ok', [
        z.extend(predictResponseSchema, { ok: z.literal(true), reference: z.optional(z.string()) }),
        z.object({ ...refusedFields, reference: z.optional(z.string()) }),
      ]),
    ),
  }),
);

const {
  features: _features,
  patient: _patient,
  photograph: _photograph,
  ...listedShape
} = predictionSchema.shape;
/** Without what a patient stands behind. */
export const listedPredictionSchema = named('ListedPrediction', z.object(listedShape));
/** With its features; the pseudonym stays inside. */
export const shownPredictionSchema = named(
  'Prediction',
  z.object({
    ...listedShape,
    features: predictionSchema.shape.features,
    /** Where the photograph that it was asked of can be fetched from, for some minutes and without a token. */
    photographUrl: z.optional(z.string()),
  }),
);
export const predictionListSchema = named(
  'PredictionList',
  z.object({ useCase: z.string(), predictions: z.array(listedPredictionSchema), cursor: cursorField }),
);

/** 0, 1, or the class as the data writes it or people call it. */
const diagnosisField = z.unknown();
const correctField = z._default(z.optional(z.boolean()), false);

export const confirmRequestSchema = named(
  'ConfirmRequest',
  z.strictObject({
    useCase: z.optional(useCaseField),
    diagnosis: diagnosisField,
    /** Replaces an earlier, different diagnosis. */
    correct: correctField,
  }),
);
export const feedbackRequestSchema = named(
  'FeedbackRequest',
  z.strictObject({
    useCase: z.optional(useCaseField),
    predictionId: z.string().check(z.minLength(1), z.maxLength(100)),
    diagnosis: diagnosisField,
    correct: correctField,
  }),
);
export const bulkConfirmRequestSchema = named(
  'BulkConfirmRequest',
  z.strictObject({
    useCase: z.optional(useCaseField),
    /** `{id, diagnosis, correct?}` each. */
    confirmations: z.array(z.unknown()).check(z.minLength(1), z.maxLength(1_000)),
  }),
);

const binary = z.union([z.literal(0), z.literal(1)]);
const confirmationShape = {
  id: z.string(),
  useCase: z.string(),
  modelVersion: z.number(),
  prediction: binary,
  diagnosis: binary,
  diagnosisLabel: z.string(),
  status: z.enum(predictionStatuses),
  confirmedAt: z.string(),
  confirmedBy: z.string(),
};
export const confirmationSchema = named('Confirmation', z.object(confirmationShape));
export const bulkConfirmationSchema = named(
  'BulkConfirmation',
  z.object({
    confirmed: z.number(),
    failed: z.number(),
    results: z.array(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), ...confirmationShape }),
        z.object({ ...refusedFields, id: z.nullable(z.string()) }),
      ]),
    ),
  }),
);

export const eraseRequestSchema = named(
  'EraseRequest',
  z.strictObject({ useCase: z.optional(useCaseField), patientId: patientIdField }),
);
export const erasedSchema = named(
  'Erased',
  z.object({
    useCase: z.string(),
    /** Predictions that were deleted, and how many of them had a confirmed diagnosis. */
    predictions: z.number(),
    confirmed: z.number(),
    datasetRows: z.number(),
    /** Of predictions that were asked of photographs. */
    photographs: z.optional(z.number()),
    /** Rows of the patient in results of batch predictions. */
    inferenceRows: z.optional(z.number()),
    /** Versions trained since a row of the patient could be in their snapshot: to be retired and retrained. */
    affectedVersions: z.array(z.number()),
  }),
);
