import { App } from 'cdktf';
import type { UseCase } from '../domain/usecase/schema.ts';
import { ApiStack } from './api/api-stack.ts';
import { ConsoleStack } from './console/console-stack.ts';
import type { Environment } from './environments/schema.ts';
import { BootstrapStack } from './foundation/bootstrap.ts';
import { FoundationStack } from './foundation/foundation-stack.ts';
import type { Bundles } from './functions/bundles.ts';
import { IdentityStack } from './identity/identity-stack.ts';
import { ImagesStack } from './images/images-stack.ts';
import { MonitoringStack } from './monitoring/monitoring-stack.ts';
import type { PlatformStack } from './platform-stack.ts';
import { RetrainingStack } from './retraining/retraining-stack.ts';
import { EndpointStack } from './serving/endpoint-stack.ts';
import { ServingStack } from './serving/serving-stack.ts';
import { trainsInJobs } from './training/place.ts';
import { TrainingStack } from './training/training-stack.ts';
import { WorkbenchStack } from './workbench/workbench-stack.ts';

export interface AppProps {
  readonly outdir: string;
  readonly environments: readonly Environment[];
  readonly useCases: readonly UseCase[];
  readonly bundles: Bundles;
}

/**
 * All stacks of the environments. A shared stack comes before the stacks of use cases, and none of the latter changes what
 * another one holds: a use case more is two stacks more, and one that jobs train has a third.
 */
export function makeApp({ outdir, environments, useCases, bundles }: AppProps): App {
  const app = new App({ outdir });
  for (const environment of environments) {
    if (environment.backend.kind === 's3' && environment.backend.bucket === undefined)
      new BootstrapStack(app, environment);
    const foundation = new FoundationStack(app, environment);
    const retraining = new RetrainingStack(app, environment, bundles);
    retraining.addDependency(foundation);
    const console = new ConsoleStack(app, environment);
    console.addDependency(foundation);
    const identity = new IdentityStack(app, environment, bundles);
    identity.addDependency(console);
    const api = new ApiStack(app, environment, bundles);
    api.addDependency(retraining);
    api.addDependency(identity);
    const training = useCases
      .filter(trainsInJobs)
      .map((useCase) => new TrainingStack(app, environment, useCase));
    if (training.length > 0) {
      const images = new ImagesStack(app, environment, useCases);
      images.addDependency(foundation);
      for (const stack of training) stack.addDependency(images);
    }
    if (environment.workbench)
      new WorkbenchStack(app, environment, environment.workbench).addDependency(foundation);
    for (const useCase of useCases) {
      const serving = servingOf(app, environment, useCase, bundles);
      if (!serving) continue;
      serving.addDependency(foundation);
      const monitoring = new MonitoringStack(app, environment, useCase);
      monitoring.addDependency(retraining);
      monitoring.addDependency(serving);
    }
  }
  return app;
}

/** Nothing that needs a model is there before one is: an endpoint comes with its first approved version. */
function servingOf(
  app: App,
  environment: Environment,
  useCase: UseCase,
  bundles: Bundles,
): PlatformStack | undefined {
  if (useCase.serving.kind !== 'endpoint') return new ServingStack(app, environment, useCase, bundles);
  const firstModel = environment.firstModels[useCase.name];
  return firstModel === undefined ? undefined : new EndpointStack(app, environment, useCase, firstModel);
}
