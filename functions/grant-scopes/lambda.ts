import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

export const handler = makeHandler({ logger: makeLogger() });
