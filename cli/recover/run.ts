import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { UsageError } from '../errors.ts';
import { isFatal } from '../doctor/check.ts';
import { recoverObjects } from './objects.ts';
import { recoverRecords } from './records.ts';

/** `modelkeep recover records`. */
export async function runRecoverRecords(asked: {
  readonly table: string;
  readonly from: string;
  readonly apply: boolean;
}): Promise<number> {
  const { table, from, apply } = asked;
  if (table === from) throw new UsageError('--from: got the live table itself, expected the restored copy');
  const report = await named(`${table}, ${from}`, () =>
    recoverRecords(new DynamoDBClient(), { live: table, restored: from, apply }),
  );
  const { looked, missing, damaged, erased, broughtBack } = report;
  say(
    `${looked} records in ${from}; in ${table} ${missing} of them are missing, ${damaged} were changed past the platform`,
  );
  if (erased > 0) say(`${erased} belong to patients who were erased since: left out`);
  say(apply ? `${broughtBack} brought back` : 'nothing changed; --apply brings them back');
  return apply && broughtBack < missing + damaged ? 1 : 0;
}

/** `modelkeep recover objects`. */
export async function runRecoverObjects(asked: {
  readonly bucket: string;
  readonly at: string;
  readonly prefix?: string | undefined;
  readonly overwritten: boolean;
  readonly apply: boolean;
}): Promise<number> {
  const at = new Date(asked.at);
  // Without a zone it would be the time of whoever happens to run it.
  if (Number.isNaN(at.getTime()) || !/(Z|[+-]\d\d:\d\d)$/.test(asked.at))
    throw new UsageError(
      `--at: got ${JSON.stringify(asked.at)}, expected a time with its zone, such as 2026-03-01T09:30:00Z`,
    );
  // An endpoint of its own is an emulator: bucket names are no host names there.
  const forcePathStyle = Boolean(process.env['AWS_ENDPOINT_URL']);
  const report = await named(asked.bucket, () =>
    recoverObjects(new S3Client({ forcePathStyle }), { ...asked, at }),
  );
  for (const key of report.deleted) say(`deleted      ${key}`);
  for (const key of report.overwritten) say(`overwritten  ${key}`);
  say(
    `${report.looked} objects; ${report.deleted.length} deleted since, ${report.overwritten.length} overwritten`,
  );
  say(
    asked.apply
      ? `${report.broughtBack} brought back`
      : 'nothing changed; --apply brings back the deleted ones, with --overwritten all of them',
  );
  return 0;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function named<T>(resource: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { name, message } = error;
    if (
      isFatal(error) ||
      /^(AccessDenied|ResourceNotFound|NoSuchBucket)|Region is missing/.test(`${name}${message}`)
    )
      throw new UsageError(
        `${resource}: AWS answered ${name}: ${message}; look at credentials, region and names`,
        {
          cause: error,
        },
      );
    throw error;
  }
}
