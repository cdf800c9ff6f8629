import { pointerSwitch } from '../../domain/serving/pointer-switch.ts';
import { useCases } from '../../usecases/index.ts';
import {
  byServingKind,
  dynamoRecords,
  endpointPlace,
  endpointSwitch,
  resourcePrefix,
  sagemakerEndpoints,
  systemClock,
  ulidIds,
} from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

const { env } = process;
const records = dynamoRecords(env);
const deployerOf = byServingKind(useCases, {
  pointer: pointerSwitch({ records, clock: systemClock }),
  endpoint: endpointSwitch({
    records,
    clock: systemClock,
    useCases,
    endpoints: sagemakerEndpoints(),
    prefix: resourcePrefix(env),
    place: endpointPlace(env),
  }),
});

export const handler = makeHandler({
  records,
  deployer: {
    deploy: (request) => deployerOf(request.useCase).deploy(request),
    rollback: (request) => deployerOf(request.useCase).rollback(request),
  },
  clock: systemClock,
  ids: ulidIds(),
  logger: makeLogger(),
});
