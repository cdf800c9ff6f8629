import type { ImageNetworkModel, PortableModel } from '../model/portable-model.ts';
import { compileScorer, rankContributions, vectorOf, type NamedContribution } from '../model/scorer.ts';
import type { ModelVersion } from '../registry/model-version.ts';
import { ArtifactError } from '../retraining/errors.ts';
import type { UseCase } from '../usecase/schema.ts';
import type { PredictResponse } from './prediction.ts';
import type { FeatureValues } from './read-features.ts';

interface Answer {
  readonly prediction: 0 | 1;
  readonly label: string;
  readonly probability: number;
  readonly base: number;
  /** All of them, the largest effect first. */
  readonly contributions: NamedContribution[];
}

interface Served {
  readonly version: number;
  readonly metadata: PredictResponse['modelMetadata'];
}
/** Scored in this process. */
export interface ServedScorer extends Served {
  readonly kind: 'scorer';
  /** @param values of the use case's features, in its order, checked by its FeatureReader. */
  answer(values: FeatureValues): Answer;
}
/** Run by its inference server. */
export interface ServedNetwork extends Served {
  readonly kind: 'network';
  readonly modelKey: string;
  readonly model: ImageNetworkModel;
}
/** A version that is loaded and ready to answer. */
export type ServedModel = ServedScorer | ServedNetwork;

/**
 * Prepares a version of a use case for service. Its accuracy and ROC-AUC are those registered with it: on rows that
 * it had not seen.
 * @throws ArtifactError where the model wants a feature that the use case does not have, or a figure is missing.
 */
export function serveModel(
  model: PortableModel,
  useCase: UseCase,
  registered: Pick<ModelVersion, 'version' | 'metrics' | 'modelKey'>,
): ServedModel {
  const [negative, positive] = model.targetNames;
  const served: Served = {
    version: registered.version,
    metadata: {
      version: registered.version,
      accuracy: figure(model, registered, 'accuracy'),
      rocAuc: figure(model, registered, 'rocAuc'),
      trainedAt: model.trainedAt,
      targetNames: [negative, positive],
    },
  };
  if (model.kind === 'image-network')
    return { ...served, kind: 'network', modelKey: registered.modelKey, model };
  const scorer = compileScorer(model);
  const place = new Map(useCase.data.features.map(({ name }, i) => [name, i]));
  const order = scorer.featureNames.map((name) => {
    const at = place.get(name);
    if (at !== undefined) return at;
    throw new ArtifactError(
      `version ${registered.version} wants feature ${name}, which use case ${useCase.name} does not have; retrain it`,
    );
  });
  return {
    ...served,
    kind: 'scorer',
    answer(values) {
      const vector = vectorOf(
        model,
        order.map((at) => values[at]),
      );
      const { prediction, probability, base, contributions } = scorer.explain(vector);
      return {
        prediction,
        label: prediction === 1 ? positive : negative,
        probability,
        base,
        contributions: rankContributions(scorer.featureNames, contributions),
      };
    },
  };
}

/** As registered, else as cross-validated. */
function figure(
  model: PortableModel,
  { version, metrics }: Pick<ModelVersion, 'version' | 'metrics'>,
  name: 'accuracy' | 'rocAuc',
): number {
  const value = metrics[name] ?? model.metrics.values[name];
  if (value !== undefined) return value;
  throw new ArtifactError(`version ${version} is registered without ${name}; evaluate it again`);
}
