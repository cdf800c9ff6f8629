import { createHash } from 'node:crypto';
import { predictRequestSchema } from '../../domain/api/schemas/predictions.ts';
import { positivePredictionAlert } from '../../domain/alerts/positive-prediction.ts';
import type {
  Clock,
  Ids,
  InferenceServer,
  Metrics,
  Notifier,
  ObjectStore,
  Pseudonymizer,
  RecordStore,
} from '../../domain/ports.ts';
import { ConditionFailedError } from '../../domain/ports.ts';
import { createdAtOf, expiryOf, predictionKey, predictionRecord } from '../../domain/serving/captured.ts';
import { servingDimensions, servingMetrics } from '../../domain/serving/metrics.ts';
import { ModelCache } from '../../domain/serving/model-cache.ts';
import {
  photographKey,
  photographName,
  readPhotograph,
  type Photograph,
} from '../../domain/serving/photograph.ts';
import type { Prediction, PredictResponse } from '../../domain/serving/prediction.ts';
import {
  compileFeatureReader,
  type FeatureReader,
  type FeatureValues,
} from '../../domain/serving/read-features.ts';
import type { ServedModel } from '../../domain/serving/served-model.ts';
import type { ServingState } from '../../domain/serving/serving-state.ts';
import { chooseUseCase } from '../../domain/usecase/choose.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { HttpProblem } from '../edge/problem.ts';
import { sayByNetwork, sayByScorer, type Said } from './answer.ts';
import { earlierAnswer, idempotentRequest, noteWrite, type IdempotentRequest } from './idempotency.ts';
import { ServingPointer } from './serving-pointer.ts';

export interface PredictPorts {
  readonly records: RecordStore;
  readonly objects: Pick<ObjectStore, 'get'>;
  /** Asked for use cases of photographs, which are kept there. */
  readonly inference: InferenceServer;
  readonly photographs: Pick<ObjectStore, 'put' | 'delete'>;
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

interface Current {
  readonly model: ServedModel;
  readonly state: ServingState | undefined;
}

interface Asked {
  readonly useCase: UseCase;
  /** Of a use case of photographs the photograph, else its features' values. */
  readonly question: { readonly values: FeatureValues } | { readonly photograph: Photograph };
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
    const question = useCase.data.images
      ? { photograph: readPhotograph(asked.features) }
      : { values: readerOf(useCase)(asked.features) };
    const patient =
      asked.patientId === undefined ? undefined : await ports.pseudonymizer.pseudonym(asked.patientId);
    const idempotent =
      key === undefined
        ? undefined
        : idempotentRequest(useCase.name, caller, key, [identityOf(question), patient]);
    return { useCase, question, patient, idempotent };
  };

  const modelOf = async (useCase: UseCase): Promise<Current> => {
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
    return { model: current.model, state };
  };

  const repeated = async (
    asked: Asked & { idempotent: IdempotentRequest },
  ): Promise<PredictResponse | undefined> => {
    const earlier = await earlierAnswer(records, asked.idempotent);
    if (earlier && !earlier.alerted) await alert(ports, asked, earlier.response);
    return earlier?.response;
  };

  const saidOf = ({ useCase, question }: Asked, { model, state }: Current): Said | Promise<Said> => {
    if ('values' in question && model.kind === 'scorer') return sayByScorer(model, useCase, question.values);
    if ('photograph' in question && model.kind === 'network')
      return sayByNetwork(ports.inference, model, useCase, question.photograph, (sha256) =>
        models.ofNetwork(useCase, state, sha256),
      );
    // A use case was changed from one to the other: its next version answers.
    throw unavailable(
      `version ${model.version} of ${useCase.name} takes other requests; train and approve a new one`,
    );
  };

  const captured = async (asked: Asked, current: Current): Promise<PredictResponse> => {
    const { idempotent, patient, useCase, question } = asked;
    const found = saidOf(asked, current);
    const { prediction, response } = answerOf(ports, asked, found instanceof Promise ? await found : found);
    const photograph = 'photograph' in question ? question.photograph : undefined;
    if (photograph) await keepPhotograph(ports, prediction, photograph);
    const record = predictionRecord(prediction, expiryOf(useCase.data, prediction.createdAt));
    const note =
      idempotent && noteWrite(idempotent, response, { alerted: false, now: ports.clock.now(), patient });
    try {
      await records.write([{ op: 'put', record, condition: 'absent' }, ...(note ? [note] : [])]);
    } catch (error) {
      if (photograph) await forgetUnlessRecorded(ports, prediction);
      throw error;
    }
    await alert(ports, asked, response);
    return response;
  };

  return async (request) => {
    const startedAt = performance.now();
    const asked = await read(request);
    const { useCase, idempotent } = asked;
    const earlier = idempotent && (await repeated({ ...asked, idempotent }));
    if (earlier) return earlier;
    const current = await modelOf(useCase);
    const dimensions = servingDimensions(useCase.name, current.model.version);
    try {
      const response = await captured(asked, current);
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
  { useCase, patient, question }: Asked,
  { prediction, label, probability, base, contributions, classes, version, metadata, features }: Said,
): { readonly prediction: Prediction; readonly response: PredictResponse } {
  const id = ports.ids.next();
  const confidence = prediction === 1 ? probability : 1 - probability;
  const said = { id, useCase: useCase.name, prediction, label, probability, confidence } as const;
  return {
    prediction: {
      ...said,
      createdAt: createdAtOf(id),
      modelVersion: version,
      features,
      status: 'Pending Validation',
      ...('photograph' in question && useCase.data.images
        ? {
            features: { ...features, [useCase.data.images.column]: photographName(id) },
            photograph: photographKey(useCase.name, id, question.photograph),
          }
        : {}),
      ...(patient === undefined ? {} : { patient }),
    },
    response: { ...said, base, contributions, ...(classes ? { classes } : {}), modelMetadata: metadata },
  };
}

/** What two requests must share to be the same one; not the photograph itself, which may have 4 MB. */
const identityOf = (question: Asked['question']): unknown =>
  'values' in question
    ? question.values
    : createHash('sha256').update(question.photograph.bytes).digest('hex');

/** Before the prediction's record: a training finds the photograph of each record. */
async function keepPhotograph(
  { photographs }: PredictPorts,
  { photograph: key }: Prediction,
  { bytes, contentType }: Photograph,
): Promise<void> {
  if (key !== undefined) await photographs.put(key, bytes, { contentType });
}

/**
 * Without its record nobody would find a photograph to erase it. A write whose answer was lost may have been made: then it
 * stays, and where even that cannot be told it stays too.
 */
async function forgetUnlessRecorded(
  { photographs, records }: PredictPorts,
  { useCase, id, photograph }: Prediction,
): Promise<void> {
  try {
    if (photograph !== undefined && !(await records.get(predictionKey(useCase, id))))
      await photographs.delete(photograph);
  } catch {
    // What went wrong first is what the caller is told.
  }
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
