import { App } from 'cdktf';
import type { UseCase } from '../domain/usecase/schema.ts';
import { ApiStack } from './api/api-stack.ts';
import { ConsoleStack } from './console/console-stack.ts';
import type { Environment } from './environments/schema.ts';
import { BootstrapStack } from './foundation/bootstrap.ts';
import { FoundationStack } from './foundation/foundation-stack.ts';
import type { Bundles } from './functions/bundles.ts';
import { IdentityStack } from './identity/identity-stack.ts';
import { MonitoringStack } from './monitoring/monitoring-stack.ts';
import { RetrainingStack } from './retraining/retraining-stack.ts';
import { ServingStack } from './serving/serving-stack.ts';

export interface AppProps {
  readonly outdir: string;
  readonly environments: readonly Environment[];
  readonly useCases: readonly UseCase[];
  readonly bundles: Bundles;
}

/**
 * All stacks of the environments. A shared stack comes before the stacks of use cases, and none of the latter changes what
 * another one holds: a use case more is two stacks more.
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
    for (const useCase of useCases.filter(({ serving }) => serving.kind === 'lambda')) {
      const serving = new ServingStack(app, environment, useCase, bundles);
      serving.addDependency(foundation);
      const monitoring = new MonitoringStack(app, environment, useCase);
      monitoring.addDependency(retraining);
      monitoring.addDependency(serving);
    }
  }
  return app;
}
