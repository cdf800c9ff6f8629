import { pointerRollback } from '../../domain/serving/pointer-rollback.ts';
import { useCases } from '../../usecases/index.ts';
import { dynamoRecords, sfnStateMachine, snsNotifier, systemClock, ulidIds } from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

const { env } = process;
const records = dynamoRecords(env);

export const handler = makeHandler({
  records,
  machine: sfnStateMachine(env),
  notifier: snsNotifier(env),
  deployer: pointerRollback({ records, clock: systemClock }),
  clock: systemClock,
  ids: ulidIds(),
  useCases,
  logger: makeLogger(),
  defaultUseCase: env['USE_CASE'],
  allowedOrigin: env['CONSOLE_URL'],
});
