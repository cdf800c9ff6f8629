import { pointerSwitch } from '../../domain/serving/pointer-switch.ts';
import { dynamoRecords, systemClock, ulidIds } from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

const records = dynamoRecords(process.env);

export const handler = makeHandler({
  records,
  deployer: pointerSwitch({ records, clock: systemClock }),
  clock: systemClock,
  ids: ulidIds(),
  logger: makeLogger(),
});
