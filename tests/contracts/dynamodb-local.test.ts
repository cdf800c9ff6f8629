import { afterAll, test } from '@jest/globals';
import { dynamoRecords } from '../../functions/adapters/ports.ts';
import { dynamoDbLocalOrSkip } from '../support/dynamodb-local.ts';
import { createRecordsTable } from './aws-resources.ts';
import { recordStoreContract } from './record-store.contract.ts';

/** AWS's own server refuses what the emulator lets through: wrong key types, numbers too long, expressions on keys. */
const server = await dynamoDbLocalOrSkip();
// The factories read the standard variables, as in a function.
Object.assign(process.env, server?.env);

if (server) {
  recordStoreContract(
    'DynamoDB Local',
    async () => ({ store: dynamoRecords({ RECORDS_TABLE: await createRecordsTable() }) }),
    { modelRuns: 30 },
  );
  afterAll(() => {
    server.stop();
  });
} else test.skip('the record store on DynamoDB Local', () => undefined);
