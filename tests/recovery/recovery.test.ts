import {
  CreateBackupCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import type { RecordWrite } from '../../domain/ports.ts';
import { auditWrite } from '../../domain/records/audit.ts';
import { dynamoRecords, s3Objects, systemClock, ulidIds } from '../../functions/adapters/ports.ts';
import { createBucket, createRecordsTable } from '../contracts/aws-resources.ts';
import { emulatorOrSkip } from '../support/emulator.ts';
import { modelkeep } from '../support/modelkeep.ts';

const emulator = await emulatorOrSkip();
// The adapters read the standard variables, as in a function.
Object.assign(process.env, emulator?.env);

const records = 150;
const pseudonym = 'p'.repeat(43);
const keyOf = (i: number) => ({ pk: `prediction#case#${i % 7}`, sk: String(i).padStart(4, '0') });
const put = (i: number, data: Record<string, string | number>): RecordWrite => ({
  op: 'put',
  record: { ...keyOf(i), data },
  condition: 'any',
});
const rawKey = (i: number) => ({ pk: { S: keyOf(i).pk }, sk: { S: keyOf(i).sk } });

/** The steps of docs/disaster-recovery.md. The emulator restores to now, whatever time is asked for. */
(emulator ? describe : describe.skip)('what was acknowledged comes back', () => {
  const dynamodb = new DynamoDBClient({ ...emulator?.client });

  async function filled() {
    const table = await createRecordsTable();
    const store = dynamoRecords({ RECORDS_TABLE: table });
    /** What the store said it has: the last data of each record. */
    const acknowledged = new Map<number, Record<string, string | number>>();
    const write = async (numbers: readonly number[], of: (i: number) => Record<string, string | number>) => {
      await store.write(numbers.map((i) => put(i, of(i))));
      for (const i of numbers) acknowledged.set(i, of(i));
    };
    for (let from = 0; from < records; from += 50)
      await write(
        Array.from({ length: 50 }, (_, i) => from + i),
        (i) => ({ value: i, ...(i === 9 ? { patient: pseudonym } : {}) }),
      );
    const lost = async (): Promise<number[]> => {
      const missing: number[] = [];
      for (const [i, data] of acknowledged) {
        const found = await store.get(keyOf(i));
        if (JSON.stringify(found?.data) !== JSON.stringify(data)) missing.push(i);
      }
      return missing;
    };
    return { table, store, write, acknowledged, lost };
  }

  test('a damaged table: what was deleted or changed by hand returns, what was written since stays', async () => {
    const { table, store, write, acknowledged, lost } = await filled();
    const copy = `${table}-restored`;
    await dynamodb.send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: table,
        TargetTableName: copy,
        UseLatestRestorableTime: true,
      }),
    );
    await write([0, 1, 2, 300, 301], (i) => ({ value: -i, since: 'yes' }));
    // A patient's erasure since the copy is no damage.
    await store.write([
      { op: 'delete', key: keyOf(9), condition: 'exists' },
      auditWrite(
        { useCase: 'case', actor: 'ada', action: 'erase-patient', subject: pseudonym },
        { clock: systemClock, ids: ulidIds() },
      ),
    ]);
    acknowledged.delete(9);

    for (const i of [20, 21, 22, 120, 149])
      await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: rawKey(i) }));
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: table,
        Key: rawKey(30),
        UpdateExpression: 'SET #data = :data',
        ExpressionAttributeNames: { '#data': 'data' },
        ExpressionAttributeValues: { ':data': { S: '{"value":"ruined"}' } },
      }),
    );
    expect(await lost()).toEqual([20, 21, 22, 30, 120, 149]);

    const recover = ['recover', 'records', '--table', table, '--from', copy];
    const dry = await modelkeep(recover, { env: { ...emulator!.env } });
    expect(dry).toMatchObject({ exitCode: 0, stderr: '' });
    expect(dry.stdout).toContain('5 of them are missing, 1 were changed past the platform');
    expect(await lost()).toHaveLength(6);

    const applied = await modelkeep([...recover, '--apply'], { env: { ...emulator!.env } });
    expect(applied).toMatchObject({ exitCode: 0, stderr: '' });
    expect(applied.stdout).toContain('6 brought back');
    expect(applied.stdout).toContain('1 belong to patients who were erased since');
    expect(await lost()).toEqual([]);
    expect(await store.get(keyOf(9))).toBeUndefined();
  }, 60_000);

  test('a table that is gone: from its backup, under its own name', async () => {
    const { table, lost } = await filled();
    const { BackupDetails } = await dynamodb.send(
      new CreateBackupCommand({ TableName: table, BackupName: 'last' }),
    );
    await dynamodb.send(new DeleteTableCommand({ TableName: table }));
    await expect(lost()).rejects.toThrow();
    await dynamodb.send(
      new RestoreTableFromBackupCommand({ BackupArn: BackupDetails?.BackupArn, TargetTableName: table }),
    );
    expect(await lost()).toEqual([]);
  }, 60_000);

  test('objects: deleted ones return, overwritten ones where asked, new ones stay', async () => {
    const s3 = new S3Client({ ...emulator?.client });
    const bucket = await createBucket();
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    const store = s3Objects({ OBJECTS_BUCKET: bucket });
    const textOf = async (key: string) => {
      const body = (await store.get(key))?.body;
      return body === undefined ? undefined : new TextDecoder().decode(body);
    };
    const keys = ['executions/1/model.json', "executions/2/odd +ü'().json", 'executions/3/model.json'];
    for (const key of keys) await store.put(key, key);
    // S3 knows whole seconds only.
    await wait(1000 - (Date.now() % 1000));
    const at = new Date(Date.now() - 1).toISOString();
    await wait(1001 - (Date.now() % 1000));

    for (const key of keys.slice(0, 2)) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: keys[2], Body: 'ruined' }));
    await store.put('executions/4/model.json', 'new');

    const recover = (...more: string[]) =>
      modelkeep(['recover', 'objects', '--bucket', bucket, '--at', at, ...more], {
        env: { ...emulator!.env },
      });
    const dry = await recover();
    expect(dry).toMatchObject({ exitCode: 0, stderr: '' });
    expect(dry.stdout).toContain('4 objects; 2 deleted since, 1 overwritten');
    expect(await textOf(keys[0]!)).toBeUndefined();

    expect((await recover('--apply')).stdout).toContain('2 brought back');
    expect(await Promise.all(keys.map(textOf))).toEqual([keys[0], keys[1], 'ruined']);
    expect((await recover('--apply', '--overwritten')).stdout).toContain('1 brought back');
    expect(await Promise.all(keys.map(textOf))).toEqual(keys);
    expect(await textOf('executions/4/model.json')).toBe('new');
  }, 60_000);

  test('wrong input and names that are not there end in one line', async () => {
    const env = { ...emulator!.env };
    const [zone, gone] = await Promise.all([
      modelkeep(['recover', 'objects', '--bucket', 'b', '--at', '2026-03-01T09:30'], { env }),
      modelkeep(['recover', 'records', '--table', 'not-there', '--from', 'nor-there'], { env }),
    ]);
    expect(zone).toMatchObject({ exitCode: 2, stdout: '' });
    expect(zone.stderr).toContain('expected a time with its zone');
    expect(gone).toMatchObject({ exitCode: 2, stdout: '' });
    expect(gone.stderr.split('\n')).toHaveLength(2);
  });
});
