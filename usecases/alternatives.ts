import { defineUseCase } from '../domain/usecase/define.ts';
import type { UseCase } from '../domain/usecase/schema.ts';
import { breastCancer } from './breast-cancer.ts';
import { medicationAdherence } from './medication-adherence.ts';

/**
 * Other models for the same question, on the same rows, folds and gate: `modelkeep compare` trains each and puts them side
 * by side. The one that an application is deployed with stands in its own file.
 */
export const alternatives: Readonly<Record<string, readonly UseCase[]>> = {
  [breastCancer.name]: [
    defineUseCase({
      ...breastCancer,
      // As the notebook that this application began with: standard scaling, two principal components, an RBF machine.
      model: {
        ...shared(breastCancer),
        algorithm: 'svm',
        hyperparameters: { C: 100, components: 2, gamma: 'scale' },
      },
    }),
  ],
  [medicationAdherence.name]: [
    defineUseCase({
      ...medicationAdherence,
      model: {
        ...shared(medicationAdherence),
        algorithm: 'random-forest',
        hyperparameters: { trees: 200, maxDepth: 10, minSamplesLeaf: 20, decisionThreshold: 0.12 },
      },
    }),
    defineUseCase({
      ...medicationAdherence,
      model: {
        ...shared(medicationAdherence),
        algorithm: 'logistic-regression',
        hyperparameters: { C: 0.01, decisionThreshold: 0.12 },
      },
    }),
  ],
};

function shared({ model: { seed, folds, testFraction } }: UseCase) {
  return { seed, folds, testFraction };
}
