import { sagemakerPipelineRunner, systemClock } from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

export const handler = makeHandler({
  pipelines: sagemakerPipelineRunner(process.env),
  clock: systemClock,
  logger: makeLogger(),
});
