import { useCases } from '../../usecases/index.ts';
import { dynamoRecords, slackWebhookChat, systemClock } from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

const { env } = process;

export const handler = makeHandler({
  records: dynamoRecords(env),
  chat: slackWebhookChat(env),
  clock: systemClock,
  useCases,
  logger: makeLogger(),
  consoleUrl: env['CONSOLE_URL'],
});
