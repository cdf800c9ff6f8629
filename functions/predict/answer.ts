import { logit } from '../../domain/numeric/logistic.ts';
import type { InferenceServer, NetworkVersion } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import type { NetworkAnswer } from '../../domain/serving/network-answer.ts';
import type { Photograph } from '../../domain/serving/photograph.ts';
import type { Prediction, PredictResponse } from '../../domain/serving/prediction.ts';
import type { FeatureValues } from '../../domain/serving/read-features.ts';
import type { ServedNetwork, ServedScorer } from '../../domain/serving/served-model.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';

/** What a version said of a record, before it has an id. */
export interface Said extends Pick<
  PredictResponse,
  'prediction' | 'label' | 'probability' | 'base' | 'contributions' | 'classes'
> {
  readonly version: number;
  readonly metadata: PredictResponse['modelMetadata'];
  /** What is kept of what was asked, and looked at for drift. */
  readonly features: Prediction['features'];
}

export function sayByScorer(model: ServedScorer, useCase: UseCase, values: FeatureValues): Said {
  const { version, metadata } = model;
  return {
    ...model.answer(values),
    version,
    metadata,
    features: Object.fromEntries(useCase.data.features.map(({ name }, i) => [name, values[i] ?? null])),
  };
}

/**
 * Asks the inference server. The answer names its network: of an endpoint with two versions, or one on its way to another,
 * the prediction is that of the version that made it.
 * @param otherOf the version in whose file the network of this SHA-256 lies, where it is not the one in service.
 * @throws ServiceUnavailableError where a network answered that no version has.
 */
export async function sayByNetwork(
  inference: InferenceServer,
  live: ServedNetwork,
  useCase: UseCase,
  photograph: Photograph,
  otherOf: (sha256: string) => Promise<ServedNetwork | undefined>,
): Promise<Said> {
  const asked: NetworkVersion = { useCase: useCase.name, modelKey: live.modelKey };
  const answer = await inference.invoke(asked, photograph);
  const answered =
    live.model.network.sha256 === answer.networkHash ? live : await otherOf(answer.networkHash);
  if (!answered)
    throw new ServiceUnavailableError(`${useCase.name}: a network answered that no version in service has`);
  return said(answered, useCase, answer);
}

function said(
  { version, metadata, model }: ServedNetwork,
  useCase: UseCase,
  { probability, classes, figures }: NetworkAnswer,
): Said {
  const prediction = probability >= model.decisionThreshold ? 1 : 0;
  return {
    version,
    metadata,
    prediction,
    label: model.targetNames[prediction],
    probability,
    // Nothing of a photograph adds to it feature by feature: what there is to say are its classes.
    base: logit(probability),
    contributions: [],
    classes: Object.entries(classes)
      .map(([name, share]) => ({ class: name, probability: share }))
      .toSorted((a, b) => b.probability - a.probability),
    features: Object.fromEntries(useCase.data.features.map(({ name }) => [name, figures[name] ?? null])),
  };
}
