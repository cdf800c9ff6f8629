import { PointerDeployer } from '../../domain/serving/pointer-deployer.ts';
import { useCases } from '../../usecases/index.ts';
import {
  byServingKind,
  cloudwatchHealth,
  dynamoRecords,
  endpointCheck,
  resourcePrefix,
  s3Objects,
  sagemakerEndpoints,
  systemClock,
} from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';
import type { DeploymentCheck } from './check-deployment.ts';

const { env } = process;
const records = dynamoRecords(env);
const pointer: DeploymentCheck = new PointerDeployer({
  records,
  objects: s3Objects(env),
  health: cloudwatchHealth(),
  clock: systemClock,
  useCases,
});
const deployerOf = byServingKind<DeploymentCheck>(useCases, {
  pointer,
  endpoint: endpointCheck({
    records,
    clock: systemClock,
    useCases,
    endpoints: sagemakerEndpoints(),
    prefix: resourcePrefix(env),
  }),
});

export const handler = makeHandler({
  records,
  deployer: {
    describe: (useCase, id) => deployerOf(useCase).describe(useCase, id),
    cleanUp: async (useCase) => deployerOf(useCase).cleanUp?.(useCase),
  },
  clock: systemClock,
  logger: makeLogger(),
});
