import { useCases } from '../../usecases/index.ts';
import { dynamoRecords, s3Objects, systemClock, ulidIds } from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

export const handler = makeHandler({
  records: dynamoRecords(process.env),
  objects: s3Objects(process.env),
  clock: systemClock,
  ids: ulidIds(),
  useCases,
  logger: makeLogger(),
});
