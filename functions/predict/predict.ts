import { predictRequestSchema } from '../../domain/api/schemas/predictions.ts';
import { positivePredictionAlert } from '../../domain/alerts/positive-prediction.ts';
import type {
  Clock,
  Ids,
  Metrics,
  Notifier,
  ObjectStore,
  Pseudonymizer,
  RecordStore,
} from '../../domain/ports.ts';
import { ConditionFailedError } from '../../domain/ports.ts';
import { createdAtOf, expiryOf, predictionRecord } from '../../domain/serving/captured.ts';
import { servingDimensions, servingMetrics } from '../../domain/serving/metrics.ts';
import { ModelCache } from '../../domain/serving/model-cache.ts';
import type { Prediction, PredictResponse } from '../../domain/serving/prediction.ts';
import {
  compileFeatureReader,
  type FeatureReader,
  type FeatureValues,
} from '../../domain/serving/read-features.ts';
import type { ServedModel } from '../../domain/serving/served-model.ts';
import { chooseUseCase } from '../../domain/usecase/choose.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { HttpProblem } from '../edge/problem.ts';
import { earlierAnswer, idempotentRequest, noteWrite, type IdempotentRequest } from './idempotency.ts';
import { ServingPointer } from './serving-pointer.ts';

export interface PredictPorts {
  readonly records: RecordStore;
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly metrics: Metrics;
  readonly notifier: Notifier;
  readonly pseudonymizer: Pseudonymizer;
  readonly useCases: UseCaseCatalog;
  /** Meant where a request names none. */
  readonly defaultUseCase?: string | undefined;
  /** How long the switch and the serving pointer may be remembered: a new version is seen that much later. Default 0. */
  readonly pointerCacheSeconds?: number | undefined;
  /** Told of a version that could not be loaded. */
  readonly onLoadFailure?: ((version: number, error: unknown) => void) | undefined;
}

export interface PredictRequest {
  readonly body: unknown;
  readonly caller: string;
  readonly idempotencyKey?: string | undefined;
}

interface Asked {
  readonly useCase: UseCase;
  readonly values: FeatureValues;
  readonly patient: string | undefined;
  readonly idempotent: IdempotentRequest | undefined;
}

/**
 * The predictor: one for the life of a process, since it keeps models and prepared checks.
 * Throws InvalidInputError, UnknownUseCaseError for what the caller did wrong; HttpProblem 503 where nothing can answer.
 */
export function makePredictor(ports: PredictPorts): (request: PredictRequest) => Promise<PredictResponse> {
  const { records, metrics, useCases } = ports;
  const models = new ModelCache(ports);
  const pointer = new ServingPointer(ports, ports.pointerCacheSeconds ?? 0);
  const readers = new Map<string, FeatureReader>();
  let toldError: unknown;

  const readerOf = (useCase: UseCase): FeatureReader => {
    const known = readers.get(useCase.name);
    if (known) return known;
    const reader = compileFeatureReader(useCase.data.features);
    readers.set(useCase.name, reader);
    return reader;
  };

  const read = async ({ body, caller, idempotencyKey: key }: PredictRequest): Promise<Asked> => {
    const asked = parseWith(predictRequestSchema, body, 'request');
    const useCase = chooseUseCase(useCases, asked.useCase, ports.defaultUseCase);
    const values = readerOf(useCase)(asked.features);
    const patient =
      asked.patientId === undefined ? undefined : await ports.pseudonymizer.pseudonym(asked.patientId);
    const idempotent =
      key === undefined ? undefined : idempotentRequest(useCase.name, caller, key, [values, patient]);
    return { useCase, values, patient, idempotent };
  };

  const modelOf = async (useCase: UseCase): Promise<ServedModel> => {
    const { paused, state } = await pointer.read(useCase.name);
    if (paused) throw unavailable(`serving of ${useCase.name} is paused; ask the platform team`);
    const current = await models.current(useCase, state);
    if (!current)
      throw unavailable(`${useCase.name} has no model in service yet; train and approve a first version`);
    if (current.failed) {
      metrics.count(servingMetrics.failed, 1, servingDimensions(useCase.name, current.failed.version));
      // Each try once, not each request in between.
      if (current.failed.error !== toldError)
        ports.onLoadFailure?.(current.failed.version, current.failed.error);
      toldError = current.failed.error;
    }
    return current.model;
  };

  const repeated = async (
    asked: Asked & { idempotent: IdempotentRequest },
  ): Promise<PredictResponse | undefined> => {
    const earlier = await earlierAnswer(records, asked.idempotent);
    if (earlier && !earlier.alerted) await alert(ports, asked, earlier.response);
    return earlier?.response;
  };

  const captured = async (asked: Asked, model: ServedModel): Promise<PredictResponse> => {
    const { prediction, response } = answerOf(ports, asked, model);
    const { idempotent, patient, useCase } = asked;
    const record = predictionRecord(prediction, expiryOf(useCase.data, prediction.createdAt));
    const note =
      idempotent && noteWrite(idempotent, response, { alerted: false, now: ports.clock.now(), patient });
    await records.write([{ op: 'put', record, condition: 'absent' }, ...(note ? [note] : [])]);
    await alert(ports, asked, response);
    return response;
  };

  return async (request) => {
    const startedAt = performance.now();
    const asked = await read(request);
    const { useCase, idempotent } = asked;
    const earlier = idempotent && (await repeated({ ...asked, idempotent }));
    if (earlier) return earlier;
    const model = await modelOf(useCase);
    const dimensions = servingDimensions(useCase.name, model.version);
    try {
      const response = await captured(asked, model);
      metrics.count(servingMetrics.served, 1, dimensions);
      metrics.milliseconds(servingMetrics.duration, performance.now() - startedAt, dimensions);
      return response;
    } catch (error) {
      // The same key at the same moment: the other request was faster, and its answer is this one's.
      const other =
        idempotent && error instanceof ConditionFailedError && (await repeated({ ...asked, idempotent }));
      if (other) return other;
      metrics.count(servingMetrics.failed, 1, dimensions);
      throw error;
    }
  };
}

function answerOf(
  ports: PredictPorts,
  { useCase, values, patient }: Asked,
  model: ServedModel,
): { readonly prediction: Prediction; readonly response: PredictResponse } {
  const { prediction, label, probability, base, contributions } = model.answer(values);
  const id = ports.ids.next();
  const confidence = prediction === 1 ? probability : 1 - probability;
  const said = { id, useCase: useCase.name, prediction, label, probability, confidence } as const;
  return {
    prediction: {
      ...said,
      createdAt: createdAtOf(id),
      modelVersion: model.version,
      features: Object.fromEntries(useCase.data.features.map(({ name }, i) => [name, values[i]!])),
      status: 'Pending Validation',
      ...(patient === undefined ? {} : { patient }),
    },
    response: { ...said, base, contributions, modelMetadata: model.metadata },
  };
}

/** Tells of a positive prediction. Under an Idempotency-Key this is noted, so that a repetition tells nobody again. */
async function alert(ports: PredictPorts, asked: Asked, response: PredictResponse): Promise<void> {
  const { useCase, idempotent, patient } = asked;
  if (response.prediction !== 1 || !useCase.alerts.onPositivePrediction) return;
  await ports.notifier.notify(positivePredictionAlert({ ...response, createdAt: createdAtOf(response.id) }));
  if (idempotent)
    await ports.records.write([
      noteWrite(idempotent, response, { alerted: true, now: ports.clock.now(), patient }),
    ]);
}

const unavailable = (detail: string): HttpProblem =>
  new HttpProblem(503, 'Not serving', detail, { headers: { 'retry-after': '60' } });
