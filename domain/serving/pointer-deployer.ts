import type {
  Clock,
  Deployer,
  DeploymentState,
  ObjectStore,
  RecordStore,
  ServedTraffic,
  ServingHealth,
} from '../ports.ts';
import { getVersion } from '../registry/store.ts';
import type { UseCaseCatalog } from '../usecase/catalog.ts';
import { pointerSwitch } from './pointer-switch.ts';
import { brokenVersion } from './probe.ts';
import { readServing } from './serving-store.ts';

export interface PointerDeployerDeps {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
  readonly health: ServingHealth;
  readonly clock: Clock;
  readonly useCases: UseCaseCatalog;
}

/**
 * Deployer for `lambda` serving: which version answers is one record that the predictor reads, so a deployment is one
 * conditional write and a rollback is another. Both make the change for every prediction after it.
 */
export class PointerDeployer implements Deployer {
  readonly #deps: PointerDeployerDeps;
  readonly deploy: Deployer['deploy'];
  readonly rollback: Deployer['rollback'];

  constructor(deps: PointerDeployerDeps) {
    this.#deps = deps;
    const { deploy, rollback } = pointerSwitch(deps);
    this.deploy = deploy;
    this.rollback = rollback;
  }

  /** Healthy after the bake time; unhealthy as soon as something is wrong with the files, the answers or the record. */
  async describe(useCaseName: string, deploymentId: string): Promise<DeploymentState> {
    const { records, objects, health, clock } = this.#deps;
    const useCase = this.#deps.useCases.get(useCaseName);
    const { deployment } = (await readServing(records, useCaseName)).data;
    if (deployment?.deploymentId !== deploymentId)
      return { status: 'Unhealthy', reason: 'another deployment has replaced this one' };
    if (deployment.status === 'RolledBack') return { status: 'Unhealthy', reason: 'it was rolled back' };
    if (deployment.status === 'Healthy') return { status: 'Healthy' };

    const version = await getVersion(records, useCaseName, deployment.version);
    if (!version)
      return { status: 'Unhealthy', reason: `version ${deployment.version} is not in the registry` };
    const broken = await brokenVersion(objects, version.data, useCase);
    if (broken !== undefined) return { status: 'Unhealthy', reason: broken };

    const startedAt = new Date(deployment.startedAt);
    const traffic = await health.traffic(useCaseName, deployment.version, startedAt);
    const tooManyFailures = failureReason(traffic, useCase.serving.maximumErrorRate);
    if (tooManyFailures !== undefined) return { status: 'Unhealthy', reason: tooManyFailures };

    const bakedSeconds = (clock.now().getTime() - startedAt.getTime()) / 1000;
    return { status: bakedSeconds < useCase.serving.bakeSeconds ? 'InProgress' : 'Healthy' };
  }
}

function failureReason({ requests, failures }: ServedTraffic, maximumErrorRate: number): string | undefined {
  // A version that cannot be loaded answers nothing: its failures then stand against no request.
  const all = Math.max(requests, failures);
  if (failures <= maximumErrorRate * all) return undefined;
  return `${failures} of ${all} predictions failed since the deployment, at most ${maximumErrorRate * 100} % may`;
}
