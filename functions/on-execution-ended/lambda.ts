import { pointerRollback } from '../../domain/serving/pointer-rollback.ts';
import { dynamoRecords, snsNotifier, systemClock, ulidIds } from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

const { env } = process;
const records = dynamoRecords(env);

export const handler = makeHandler({
  records,
  notifier: snsNotifier(env),
  deployer: pointerRollback({ records, clock: systemClock }),
  clock: systemClock,
  ids: ulidIds(),
  logger: makeLogger(),
});
