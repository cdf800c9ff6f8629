import { defineUseCase } from '../../domain/usecase/define.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import type { Environment } from '../../stacks/environments/schema.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';

/**
 * Served by an endpoint with everything that one can have beside it, trained by jobs. It has the name of the application that
 * the environments have a first version of, and stands in for it where the catalogue has none.
 */
export const endpointExample: UseCase = defineUseCase({
  ...breastCancer,
  name: 'skin-lesion',
  data: {
    ...breastCancer.data,
    features: [
      ...breastCancer.data.features,
      { name: 'age_group', kind: 'categorical', categories: ['young', 'old'] },
    ],
    subgroupColumns: ['age_group'],
  },
  model: { algorithm: 'xgboost', hyperparameters: {} },
  serving: { kind: 'endpoint', endpoint: { previousVersionShare: 0.2 } },
});

/** Requests are queued; its machines bring their own disks. */
export const asyncExample: UseCase = defineUseCase({
  ...endpointExample,
  name: 'example-async',
  serving: { kind: 'endpoint', endpoint: { instanceType: 'ml.g4dn.xlarge', async: {} } },
  retraining: { machine: { instanceType: 'ml.g4dn.xlarge', spot: false } },
});

export const endpointExamples = [endpointExample, asyncExample];

/** The catalogue, with an endpoint in it. */
export const withEndpoint = (useCases: readonly UseCase[]): readonly UseCase[] =>
  useCases.some(({ serving }) => serving.kind === 'endpoint') ? useCases : [...useCases, endpointExample];

/** An environment in which the first versions of the examples are approved. */
export const withFirstModels = (environment: Environment): Environment => ({
  ...environment,
  firstModels: {
    ...environment.firstModels,
    ...Object.fromEntries(endpointExamples.map(({ name }) => [name, `executions/${name}-0123456789abcdef/`])),
  },
});
