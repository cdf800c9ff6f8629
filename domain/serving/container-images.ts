import type { UseCase } from '../usecase/schema.ts';

/** The images of pipelines/containers; one without a folder of its own is the stage `serving` of the other's Dockerfile. */
export const containerImages = ['tabular', 'tabular-inference', 'vision', 'vision-inference'] as const;
export type ContainerImage = (typeof containerImages)[number];

/** Those whose model is portable JSON. */
const tabularAlgorithms = new Set<string>(['logistic-regression', 'svm', 'random-forest', 'xgboost']);

/** Which image trains a use case and which one serves it. */
export function imagesOf({ model }: Pick<UseCase, 'model'>): {
  readonly training: ContainerImage;
  readonly inference: ContainerImage;
} {
  return tabularAlgorithms.has(model.algorithm)
    ? { training: 'tabular', inference: 'tabular-inference' }
    : { training: 'vision', inference: 'vision-inference' };
}
