import type { RecordKey } from '../ports.ts';

/**
 * Where each thing lies in the one table. Predictions are spread by day, so that no partition grows without bound.
 * Versions are padded: their order as text is their order as numbers.
 */
const padded = (version: number): string => `v${String(version).padStart(6, '0')}`;
const day = (iso: string): string => iso.slice(0, 10);

export const keys = {
  lock: (useCase: string): RecordKey => ({ pk: `use-case#${useCase}`, sk: 'lock' }),
  switch: (useCase: string): RecordKey => ({ pk: `use-case#${useCase}`, sk: 'switch' }),
  serving: (useCase: string): RecordKey => ({ pk: `use-case#${useCase}`, sk: 'serving' }),
  monitor: (useCase: string, kind: 'drift' | 'quality'): RecordKey => ({
    pk: `use-case#${useCase}`,
    sk: `monitor#${kind}`,
  }),
  trigger: (useCase: string, causeHash: string): RecordKey => ({ pk: `trigger#${useCase}`, sk: causeHash }),
  model: (useCase: string, version: number): RecordKey => ({ pk: `model#${useCase}`, sk: padded(version) }),
  /** A version in SageMaker's registry, by its own number. */
  modelPackage: (useCase: string, packageVersion: number): RecordKey => ({
    pk: `package#${useCase}`,
    sk: padded(packageVersion),
  }),
  execution: (useCase: string, name: string): RecordKey => ({ pk: `execution#${useCase}`, sk: name }),
  effect: (executionName: string, state: string): RecordKey => ({ pk: `effect#${executionName}`, sk: state }),
  approval: (useCase: string, version: number): RecordKey => ({
    pk: `approval#${useCase}`,
    sk: padded(version),
  }),
  prediction: (useCase: string, createdAt: string, id: string): RecordKey => ({
    pk: `prediction#${useCase}#${day(createdAt)}`,
    sk: id,
  }),
  /** A prediction asked for under an Idempotency-Key; a partition each, since they come as often as predictions. */
  idempotency: (useCase: string, keyHash: string): RecordKey => ({
    pk: `idempotency#${useCase}#${keyHash}`,
    sk: 'prediction',
  }),
  driftReport: (useCase: string, windowId: string): RecordKey => ({ pk: `drift#${useCase}`, sk: windowId }),
  quality: (useCase: string, windowId: string): RecordKey => ({ pk: `quality#${useCase}`, sk: windowId }),
  dataset: (useCase: string, datasetId: string): RecordKey => ({ pk: `dataset#${useCase}`, sk: datasetId }),
  upload: (useCase: string, id: string): RecordKey => ({ pk: `upload#${useCase}`, sk: id }),
  inference: (useCase: string, jobId: string): RecordKey => ({ pk: `inference#${useCase}`, sk: jobId }),
  audit: (useCase: string, id: string): RecordKey => ({ pk: `audit#${useCase}`, sk: id }),
  alert: (useCase: string, key: string): RecordKey => ({ pk: `alert#${useCase}`, sk: key }),
} as const;

export const partitions = {
  models: (useCase: string): string => `model#${useCase}`,
  modelPackages: (useCase: string): string => `package#${useCase}`,
  executions: (useCase: string): string => `execution#${useCase}`,
  triggers: (useCase: string): string => `trigger#${useCase}`,
  datasets: (useCase: string): string => `dataset#${useCase}`,
  driftReports: (useCase: string): string => `drift#${useCase}`,
  quality: (useCase: string): string => `quality#${useCase}`,
  inference: (useCase: string): string => `inference#${useCase}`,
  audit: (useCase: string): string => `audit#${useCase}`,
  predictions: (useCase: string, dayOf: string): string => `prediction#${useCase}#${day(dayOf)}`,
  /** Index byStatus: predictions that wait for a diagnosis, by id (oldest first). */
  pendingPredictions: (useCase: string): string => `pending#${useCase}`,
  /** Index byStatus: confirmed predictions, sk = `<confirmedAt>#<id>`. */
  confirmedPredictions: (useCase: string): string => `confirmed#${useCase}`,
  /** Index byPatient: everything of one patient, by pseudonym. */
  patient: (useCase: string, pseudonym: string): string => `patient#${useCase}#${pseudonym}`,
} as const;
