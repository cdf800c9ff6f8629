import { PointerDeployer } from '../../domain/serving/pointer-deployer.ts';
import { useCases } from '../../usecases/index.ts';
import { cloudwatchHealth, dynamoRecords, s3Objects, systemClock } from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

const { env } = process;
const records = dynamoRecords(env);

export const handler = makeHandler({
  records,
  deployer: new PointerDeployer({
    records,
    objects: s3Objects(env),
    health: cloudwatchHealth(),
    clock: systemClock,
    useCases,
  }),
  clock: systemClock,
  logger: makeLogger(),
});
