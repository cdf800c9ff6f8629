import { dynamoRecords, snsNotifier, systemClock } from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

const { env } = process;

export const handler = makeHandler({
  records: dynamoRecords(env),
  notifier: snsNotifier(env),
  clock: systemClock,
  logger: makeLogger(),
});
