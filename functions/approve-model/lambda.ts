import { dynamoRecords, systemClock, ulidIds } from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

export const handler = makeHandler({
  records: dynamoRecords(process.env),
  clock: systemClock,
  ids: ulidIds(),
  logger: makeLogger(),
});
