import { useCases } from '../../usecases/index.ts';
import {
  dynamoRecords,
  eventBridgeBus,
  s3Objects,
  s3SignedUrls,
  secretPseudonymizer,
  snsNotifier,
  systemClock,
  ulidIds,
} from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

const { env } = process;

export const handler = makeHandler({
  records: dynamoRecords(env),
  objects: s3Objects(env),
  signedUrls: s3SignedUrls(env),
  bus: eventBridgeBus(env),
  notifier: snsNotifier(env),
  pseudonymizer: secretPseudonymizer(env),
  clock: systemClock,
  ids: ulidIds(),
  useCases,
  logger: makeLogger(),
  defaultUseCase: env['USE_CASE'],
  allowedOrigin: env['CONSOLE_URL'],
  objectsPrefix: env['OBJECTS_PREFIX'],
});
