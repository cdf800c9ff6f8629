import {
  dynamoRecords,
  endpointInference,
  powertoolsMetrics,
  s3ObjectReader,
  s3Photographs,
  secretPseudonymizer,
  snsNotifier,
  systemClock,
  ulidIds,
} from '../adapters/ports.ts';
import { useCases } from '../../usecases/index.ts';
import { makeSmallLogger } from '../edge/small-logger.ts';
import { makeHandler } from './handler.ts';

const { env } = process;

export const handler = makeHandler({
  records: dynamoRecords(env),
  objects: s3ObjectReader(env),
  photographs: s3Photographs(env),
  inference: endpointInference(env),
  clock: systemClock,
  ids: ulidIds(),
  metrics: powertoolsMetrics(),
  notifier: snsNotifier(env),
  pseudonymizer: secretPseudonymizer(env),
  useCases,
  logger: makeSmallLogger(),
  defaultUseCase: env['USE_CASE'],
  pointerCacheSeconds: Number(env['POINTER_CACHE_SECONDS'] ?? 0),
  allowedOrigin: env['CONSOLE_URL'],
});
