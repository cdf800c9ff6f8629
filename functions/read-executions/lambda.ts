import { useCases } from '../../usecases/index.ts';
import { dynamoRecords, s3Objects, sfnExecutionHistory } from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

const { env } = process;

export const handler = makeHandler({
  records: dynamoRecords(env),
  objects: s3Objects(env),
  history: sfnExecutionHistory(env),
  useCases,
  logger: makeLogger(),
  defaultUseCase: env['USE_CASE'],
  allowedOrigin: env['CONSOLE_URL'],
});
