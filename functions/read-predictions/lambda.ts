import { useCases } from '../../usecases/index.ts';
import { dynamoRecords, s3PhotographDownloads, systemClock, ulidIds } from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

const { env } = process;

export const handler = makeHandler({
  records: dynamoRecords(env),
  downloads: s3PhotographDownloads(env),
  clock: systemClock,
  ids: ulidIds(),
  useCases,
  logger: makeLogger(),
  defaultUseCase: env['USE_CASE'],
  allowedOrigin: env['CONSOLE_URL'],
});
