import { monitorKinds } from '../../domain/monitoring/model-monitor.ts';
import { useCases } from '../../usecases/index.ts';
import { monitorName } from '../adapters/contract.ts';
import { dynamoRecords, eventBridgeBus, resourcePrefix, s3ObjectReader } from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

const { env } = process;
const prefix = resourcePrefix(env);
const monitors = new Map(
  useCases.names.flatMap((useCase) =>
    monitorKinds.map((kind) => [monitorName(prefix, kind, useCase), { useCase, kind }] as const),
  ),
);

export const handler = makeHandler({
  records: dynamoRecords(env),
  objects: s3ObjectReader(env),
  bus: eventBridgeBus(env),
  monitorOf: (schedule) => monitors.get(schedule),
  logger: makeLogger(),
});
