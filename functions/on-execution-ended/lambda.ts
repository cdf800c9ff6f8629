import { pointerRollback } from '../../domain/serving/pointer-rollback.ts';
import { useCases } from '../../usecases/index.ts';
import {
  byServingKind,
  dynamoRecords,
  endpointRollback,
  resourcePrefix,
  sagemakerEndpoints,
  snsNotifier,
  systemClock,
  ulidIds,
} from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

const { env } = process;
const records = dynamoRecords(env);
const deployerOf = byServingKind(useCases, {
  pointer: pointerRollback({ records, clock: systemClock }),
  endpoint: endpointRollback({
    records,
    clock: systemClock,
    endpoints: sagemakerEndpoints(),
    prefix: resourcePrefix(env),
  }),
});

export const handler = makeHandler({
  records,
  notifier: snsNotifier(env),
  deployer: { rollback: (request) => deployerOf(request.useCase).rollback(request) },
  clock: systemClock,
  ids: ulidIds(),
  logger: makeLogger(),
});
