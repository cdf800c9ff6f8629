import type { OperationId } from './contract.ts';

export interface Example {
  readonly request?: unknown;
  readonly response?: unknown;
}

const useCase = 'breast-cancer';
const at = '2026-11-24T20:00:00.000Z';
const predictionId = '01KAVX5N2M0Q3W8YB7T4R6E9ZD';
const executionName = `${useCase}-3f2a9c0d5e7b81466a90bd24c1f0e753`;

const features = { radius_mean: 17.99, texture_mean: 10.38, area_mean: 1001 };
const prediction = {
  id: predictionId,
  useCase,
  prediction: 1,
  label: 'malignant',
  probability: 0.987,
  confidence: 0.987,
  base: -0.52,
  contributions: [{ feature: 'area_mean', contribution: 1.31 }],
  modelMetadata: {
    version: 2,
    accuracy: 0.974,
    rocAuc: 0.995,
    trainedAt: at,
    targetNames: ['benign', 'malignant'],
  },
};
const confirmation = {
  id: predictionId,
  useCase,
  modelVersion: 2,
  prediction: 1,
  diagnosis: 1,
  diagnosisLabel: 'malignant',
  status: 'Confirmed',
  confirmedAt: at,
  confirmedBy: 'carl.clinician',
};
const started = { status: 'Started', executionName, useCase };
const decided = {
  useCase,
  version: 2,
  decision: 'approved',
  by: 'anna.approver',
  at,
  executionName,
};
const deployed = {
  useCase,
  liveVersion: 1,
  previousVersion: 2,
  deploymentId: 'manual-01KAVX5N2M0Q3W8YB7T4R6E9ZD/DeployModel',
  by: 'anna.approver',
  at,
};
const csv = 'diagnosis,radius_mean,texture_mean\nM,17.99,10.38\n';
const dataset = {
  useCase,
  datasetId: 'november-1',
  status: 'Accepted',
  contentHash: '0'.repeat(64),
  createdBy: 'carl.clinician',
  ingestedAt: at,
  rows: { read: 120, accepted: 117, quarantined: 3 },
  report: ['117 of 120 rows kept'],
};
const job = {
  jobId: predictionId,
  useCase,
  status: 'Succeeded',
  createdAt: at,
  createdBy: 'carl.clinician',
  endedAt: at,
  fileName: 'ward-7.csv',
  modelVersion: 2,
  rows: { read: 120, predicted: 117, refused: 3 },
  positives: 41,
  refusals: [{ row: 7, column: 'radius_mean', reason: 'not a number' }],
  drift: { psiMax: 0.08, drifted: false, features: [], sentence: 'No feature moved.' },
  failure: null,
  resultsBytes: 9_318,
};
const paused = { useCase, paused: true, by: 'adam.admin', at, reason: 'scanner under repair' };

/** One request and one answer of what people call most. Made up: no row of a data set stands in them. */
export const examples: Readonly<Partial<Record<OperationId, Example>>> = {
  predict: { request: { useCase, features, patientId: 'MRN-0042' }, response: prediction },
  predictBatch: {
    request: { useCase, records: [{ reference: 'bed 7', features }] },
    response: {
      useCase,
      predicted: 1,
      refused: 0,
      results: [{ ok: true, ...prediction, reference: 'bed 7' }],
    },
  },
  confirmDiagnosis: { request: { useCase, diagnosis: 'malignant' }, response: confirmation },
  sendFeedback: {
    request: { useCase, predictionId, diagnosis: 'malignant' },
    response: confirmation,
  },
  confirmDiagnoses: {
    request: { useCase, confirmations: [{ id: predictionId, diagnosis: 1 }] },
    response: { confirmed: 1, failed: 0, results: [{ ok: true, ...confirmation }] },
  },
  erasePatient: {
    request: { useCase, patientId: 'MRN-0042' },
    response: { useCase, predictions: 3, confirmed: 2, datasetRows: 1, affectedVersions: [2] },
  },
  startInferenceJob: { request: { useCase, csv, fileName: 'ward-7.csv' }, response: job },
  getInferenceJob: { response: job },
  downloadInferenceResults: {
    response: {
      url: 'https://example.org/results',
      fileName: 'ward-7-results.csv',
      bytes: 9_318,
      expiresAt: at,
    },
  },
  startTraining: { request: { useCase, explanation: 'new scanner' }, response: started },
  retrain: { request: { useCase, reason: 'manual', explanation: 'new scanner' }, response: started },
  approveModel: { request: { useCase, reason: 'better recall' }, response: decided },
  rejectModel: {
    request: { useCase, reason: 'worse in one subgroup' },
    response: { ...decided, decision: 'rejected' },
  },
  deployModel: { request: { useCase, reason: 'back to the last one' }, response: deployed },
  rollBackModel: { request: { useCase, reason: 'odd results on ward 7' }, response: deployed },
  createUpload: {
    request: { useCase, fileName: 'november.csv', bytes: 40_960 },
    response: {
      uploadId: predictionId,
      url: 'https://example.org/upload',
      method: 'PUT',
      headers: { 'content-type': 'text/csv' },
      expiresAt: at,
      maximumBytes: 40_960,
    },
  },
  completeUpload: {
    request: { useCase, datasetId: 'november-1' },
    response: { ...dataset, repeated: false },
  },
  ingestDataset: {
    request: { useCase, datasetId: 'november-1', csv },
    response: { ...dataset, repeated: false },
  },
  getDataset: { response: { ...dataset, problems: [] } },
  pauseUseCase: { request: { reason: 'scanner under repair' }, response: paused },
  resumeUseCase: { request: { reason: 'repaired' }, response: { ...paused, paused: false } },
  getMe: { response: { name: 'carl.clinician', scopes: ['reader', 'clinician'] } },
  checkDrift: {
    request: { useCase },
    response: { status: 'waiting', useCase, modelVersion: 2, rows: 12, requiredRows: 50 },
  },
  checkQuality: {
    request: { useCase },
    response: { status: 'waiting', useCase, modelVersion: 2, labels: 12, requiredLabels: 50 },
  },
};
