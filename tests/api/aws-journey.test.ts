import { test } from '@jest/globals';
import { dynamoRecords, s3Objects, s3SignedUrls } from '../../functions/adapters/ports.ts';
import { createBucket, createRecordsTable } from '../contracts/aws-resources.ts';
import { emulatorOrSkip } from '../support/emulator.ts';
import { apiJourney } from './journey.ts';

const emulator = await emulatorOrSkip();
// The factories read the standard variables, as in a function.
Object.assign(process.env, emulator?.env);

if (!emulator) test.skip('the API on the emulator', () => undefined);
else
  apiJourney('DynamoDB and S3 of the emulator', async () => {
    const bucket = { OBJECTS_BUCKET: await createBucket() };
    return {
      records: dynamoRecords({ RECORDS_TABLE: await createRecordsTable() }),
      objects: s3Objects(bucket),
      signedUrls: s3SignedUrls({ ...process.env, ...bucket }),
    };
  });
