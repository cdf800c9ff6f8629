import { beforeEach, describe, expect, test } from '@jest/globals';
import { createVersionWrite, getVersion } from '../../domain/registry/store.ts';
import { ServiceUnavailableError, StaleGenerationError } from '../../domain/retraining/errors.ts';
import { acquireLockWrite, readLock, releaseLockWrite } from '../../domain/retraining/lock.ts';
import { deployEffectKey, deploymentIdOf, readServing } from '../../domain/serving/serving-store.ts';
import { catalogOf } from '../../domain/usecase/catalog.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { endpointNames, madeBy } from '../../functions/adapters/contract.ts';
import { endpointCheck } from '../../functions/adapters/endpoint-check.ts';
import { endpointSwitch } from '../../functions/adapters/endpoint-switch.ts';
import { SageMakerEndpoints } from '../../functions/adapters/sagemaker-endpoints.ts';
import { checkDeployment } from '../../functions/check-deployment/check-deployment.ts';
import { deployModel } from '../../functions/deploy-model/deploy-model.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { World } from '../support/world.ts';
import { ScriptedSageMaker } from './scripted-sagemaker.ts';

const useCase = 'breast-cancer';
const prefix = 'modelkeep-test';
const names = endpointNames(prefix, useCase);
const place = {
  bucket: 'modelkeep-{room}',
  inferenceImage: 'registry/{image}:1',
  roleArnPrefix: 'arn:aws:iam::111122223333:role/',
  keyArn: 'arn:aws:kms:us-east-1:111122223333:key/1',
};

let world: World;
let sagemaker: ScriptedSageMaker;
let served: UseCase;
beforeEach(async () => {
  world = new World();
  sagemaker = new ScriptedSageMaker(names.endpoint);
  sagemaker.serve(names.first);
  served = { ...breastCancer, serving: { ...breastCancer.serving, kind: 'endpoint' } };
  await world.serve(1);
});

/** Everything as the functions' lambda.ts puts it together. */
function deployer() {
  const { records, clock } = world;
  const endpoints = new SageMakerEndpoints(sagemaker.client);
  const deps = { records, clock, endpoints, prefix, place, useCases: catalogOf([served]) };
  return { ...endpointSwitch(deps), ...endpointCheck(deps) };
}

async function lock(holder: string): Promise<number> {
  const before = await readLock(world.records, useCase);
  const free = before.data.holder === null ? undefined : releaseLockWrite(before, before.data.holder);
  if (free) await world.records.write([free]);
  const now = await readLock(world.records, useCase);
  const { write, generation } = acquireLockWrite(now, holder, world.clock.now());
  await world.records.write([write]);
  return generation;
}

/** The states of an execution that bring a version into service. */
async function execution(version: number) {
  const executionName = `e${version}`;
  const generation = await lock(executionName);
  const first = (await getVersion(world.records, useCase, 1))!.data;
  const modelKey = `executions/${executionName}/model.json`;
  await world.records.write([createVersionWrite({ ...first, version, status: 'Approved', modelKey })]);
  const actor = { executionName, useCase, generation };
  const { records, clock, ids } = world;
  const ports = { records, clock, ids, deployer: deployer() };
  const deploy = () => deployModel(ports, { ...actor, action: 'deploy', version });
  return {
    configuration: madeBy(names, deploymentIdOf(deployEffectKey(executionName))),
    deploy,
    rollBack: () => deployModel(ports, { ...actor, action: 'rollback', version }),
    check: async () => {
      const deployment = await deploy();
      if (!('deploymentId' in deployment)) throw new Error('expected a deployment');
      return checkDeployment(ports, { ...actor, deployment });
    },
  };
}
const serving = async () => (await readServing(world.records, useCase)).data;
const statusOf = async (version: number) => (await getVersion(world.records, useCase, version))?.data.status;

describe('a deployment to an endpoint', () => {
  test('makes model and configuration of the version, named by their cause, and updates with guardrails', async () => {
    const { deploy, configuration } = await execution(2);
    expect(await deploy()).toMatchObject({ version: 2, previousVersion: 1 });
    expect(sagemaker.models.get(configuration)).toMatchObject({
      ExecutionRoleArn: 'arn:aws:iam::111122223333:role/modelkeep-test-model-breast-cancer',
      PrimaryContainer: {
        Image: 'registry/tabular-inference:1',
        ModelDataSource: { S3DataSource: { S3Uri: 's3://modelkeep-models/executions/e2/' } },
      },
      EnableNetworkIsolation: true,
    });
    expect(sagemaker.configurations.get(configuration)).toMatchObject({
      ProductionVariants: [{ VariantName: 'main', ModelName: configuration, InitialInstanceCount: 1 }],
      DataCaptureConfig: {
        EnableCapture: true,
        DestinationS3Uri: 's3://modelkeep-processed/capture/breast-cancer',
      },
    });
    expect(sagemaker.updates).toMatchObject([
      {
        EndpointConfigName: configuration,
        RetainAllVariantProperties: true,
        ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DataCaptureConfig' }],
        DeploymentConfig: {
          BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE' } },
          AutoRollbackConfiguration: { Alarms: names.rollbackAlarms.map((AlarmName) => ({ AlarmName })) },
        },
      },
    ]);
  });

  test('is in service, with its baseline, only when the endpoint serves the new configuration', async () => {
    const { check } = await execution(2);
    expect(await check()).toMatchObject({ status: 'InProgress' });
    expect(await serving()).toMatchObject({ live: { version: 1 } });
    sagemaker.settle();
    expect(await check()).toMatchObject({ status: 'Healthy' });
    expect(await serving()).toMatchObject({
      live: { version: 2 },
      previous: { version: 1 },
      deployment: { status: 'Healthy' },
    });
    expect([await statusOf(1), await statusOf(2)]).toEqual(['Archived', 'InService']);
  });

  test('asked for a hundred times, or with its answer lost, it is one update', async () => {
    sagemaker.loseAnswerOf = 'UpdateEndpoint';
    const { deploy, check } = await execution(2);
    await expect(deploy()).rejects.toThrow(ServiceUnavailableError);
    await Promise.all(Array.from({ length: 100 }, deploy));
    sagemaker.settle();
    await deploy();
    expect(sagemaker.updates).toHaveLength(1);
    expect(await check()).toMatchObject({ status: 'Healthy' });
  });

  test('while somebody else updates the endpoint it waits', async () => {
    const { deploy } = await execution(2);
    sagemaker.serve('by-hand');
    Object.assign(sagemaker.endpoint!, { status: 'Updating', pending: 'by-hand' });
    await expect(deploy()).rejects.toThrow(/is being updated to by-hand by somebody else/);
    expect(await statusOf(2)).toBe('Approved');
  });

  test('an execution that lost its lock is refused, and may take back nothing', async () => {
    const { deploy } = await execution(2);
    const stale = deployer();
    await (await execution(3)).deploy();
    await expect(deploy()).rejects.toThrow(StaleGenerationError);
    const deploymentId = deploymentIdOf(deployEffectKey('e3'));
    await expect(stale.rollback({ useCase, deploymentId, generation: 1 })).rejects.toThrow(
      StaleGenerationError,
    );
    expect(sagemaker.updates).toHaveLength(1);
  });

  test('the first version waits for no endpoint: the serving stack makes one with it', async () => {
    sagemaker.endpoint = undefined;
    const { check, rollBack } = await execution(2);
    expect(await check()).toMatchObject({ status: 'Healthy' });
    expect(await serving()).toMatchObject({ live: { version: 2 } });
    expect(sagemaker.configurations.size).toBe(1);
    expect(await rollBack()).toEqual({ restoredVersion: 1 });
    expect(sagemaker.endpoint).toBeUndefined();
  });
});

describe('an update that goes wrong is told as what it is, and the endpoint restored', () => {
  test('SageMaker took it back: InService, but with the old configuration', async () => {
    sagemaker.ending = 'taken back';
    const { check, rollBack, configuration } = await execution(2);
    await check();
    sagemaker.settle();
    expect(await check()).toMatchObject({
      status: 'Unhealthy',
      reason: `SageMaker took the update back: the endpoint serves ${names.first}, expected ${configuration}: One or more alarms went into ALARM`,
    });
    expect(await rollBack()).toEqual({ restoredVersion: 1 });
    expect(sagemaker.updates).toHaveLength(1);
    expect(await serving()).toMatchObject({ live: { version: 1 }, deployment: { status: 'RolledBack' } });
    expect([await statusOf(1), await statusOf(2)]).toEqual(['InService', 'RolledBack']);
  });

  test('it failed: the endpoint is made anew with the old configuration', async () => {
    sagemaker.ending = 'failed';
    const { check, rollBack } = await execution(2);
    await check();
    sagemaker.settle();
    expect(await check()).toMatchObject({
      status: 'Unhealthy',
      reason: 'the update failed: the endpoint is Failed: The primary container did not pass the ping',
    });
    await expect(rollBack()).rejects.toThrow(
      /has failed .* made anew with modelkeep-test-breast-cancer-first/,
    );
    expect(await rollBack()).toEqual({ restoredVersion: 1 });
    sagemaker.settle();
    expect(sagemaker.endpoint).toMatchObject({ status: 'InService', configuration: names.first });
  });

  test('it hangs: told after the deadline, and restored as soon as SageMaker lets go', async () => {
    sagemaker.ending = 'never';
    const { check, rollBack } = await execution(2);
    await check();
    world.clock.advance(served.retraining.deploymentTimeoutMinutes * 60);
    sagemaker.settle();
    expect(await check()).toMatchObject({
      status: 'Unhealthy',
      reason: 'the update hangs: the endpoint is Updating after 15 min, expected it to end within 15',
    });
    await expect(rollBack()).rejects.toThrow(ServiceUnavailableError);
    expect(await statusOf(2)).toBe('Deploying');
    sagemaker.ending = 'new';
    sagemaker.settle();
    expect(await rollBack()).toEqual({ restoredVersion: 1 });
    sagemaker.settle();
    expect(sagemaker.endpoint).toMatchObject({ status: 'InService', configuration: names.first });
    expect(sagemaker.updates.at(-1)?.DeploymentConfig).not.toHaveProperty('AutoRollbackConfiguration');
  });

  test('one that was final already goes back as well, once', async () => {
    const { check, rollBack, deploy } = await execution(2);
    await check();
    sagemaker.settle();
    await check();
    expect(await rollBack()).toEqual({ restoredVersion: 1 });
    expect(await rollBack()).toEqual({ restoredVersion: 1 });
    sagemaker.settle();
    expect(sagemaker.endpoint).toMatchObject({ configuration: names.first });
    expect(sagemaker.updates).toHaveLength(2);
    await deploy();
    expect(sagemaker.updates).toHaveLength(2);
    expect(await statusOf(1)).toBe('InService');
  });

  test('an endpoint that somebody deleted is told', async () => {
    const { check } = await execution(2);
    await check();
    sagemaker.endpoint = undefined;
    expect(await check()).toMatchObject({ status: 'Unhealthy', reason: expect.stringContaining('is gone') });
  });
});

describe('old configurations', () => {
  const deployed = async (version: number): Promise<string> => {
    const { check, configuration } = await execution(version);
    await check();
    sagemaker.settle();
    expect(await check()).toMatchObject({ status: 'Healthy' });
    return configuration;
  };

  test('three are kept, with their models; those of Terraform and of others stay', async () => {
    sagemaker.configurations.set('other', { EndpointConfigName: 'other', ProductionVariants: [], at: 0 });
    const made: string[] = [];
    for (const version of [2, 3, 4, 5, 6]) made.push(await deployed(version));
    const kept = made.slice(-3);
    expect([...sagemaker.configurations.keys()].toSorted()).toEqual(
      ['other', names.first, ...kept].toSorted(),
    );
    expect([...sagemaker.models.keys()].toSorted()).toEqual([names.first, ...kept].toSorted());
  });

  test('that cannot be removed are no reason to take a deployment back', async () => {
    for (const version of [2, 3, 4]) await deployed(version);
    sagemaker.refusesDeletions = true;
    await deployed(5);
    expect(await serving()).toMatchObject({ live: { version: 5 } });
    sagemaker.refusesDeletions = false;
    await deployed(6);
    expect(sagemaker.configurations.size).toBe(1 + 3);
  });
});

test('an A/B serves the version before beside the new one, by their shares, and keeps its model', async () => {
  served = { ...served, serving: { ...served.serving, endpoint: { ...ab, previousVersionShare: 0.2 } } };
  const two = await execution(2);
  await two.check();
  sagemaker.settle();
  await two.check();
  const three = await execution(3);
  await three.check();
  expect(sagemaker.configurations.get(three.configuration)?.ProductionVariants).toMatchObject([
    { VariantName: 'main', ModelName: three.configuration, InitialVariantWeight: 0.8 },
    { VariantName: 'previous', ModelName: two.configuration, InitialVariantWeight: 0.2 },
  ]);
});

const ab = {
  instanceType: 'ml.m5.large',
  minimumInstances: 1,
  maximumInstances: 5,
  invocationsPerInstance: 1000,
  trafficShifting: 'by-instance-count',
  capturePercent: 100,
  maximumLatencyMs: 1000,
} as const;
