import { useCases } from '../../usecases/index.ts';
import { modelPackageGroupName } from '../adapters/contract.ts';
import { dynamoRecords, resourcePrefix } from '../adapters/ports.ts';
import { makeLogger } from '../edge/logger.ts';
import { makeHandler } from './handler.ts';

const { env } = process;
const prefix = resourcePrefix(env);

export const handler = makeHandler({
  records: dynamoRecords(env),
  useCaseOf: (group) => useCases.names.find((name) => modelPackageGroupName(prefix, name) === group),
  logger: makeLogger(),
});
