import { S3Client } from '@aws-sdk/client-s3';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readDeployed, settingsOf, type DeployedOptions } from '../doctor/deployed.ts';
import { UsageError } from '../errors.ts';
import { askingAws } from '../io/aws.ts';
import { publish } from '../publish/publish.ts';
import { siteFiles } from '../publish/site-files.ts';

interface PublishOptions extends DeployedOptions {
  /** The built page: console/dist unless given. */
  readonly from?: string | undefined;
}

const builtConsole = path.join(import.meta.dirname, '../../console/dist');

/** `modelkeep publish-console`: puts the console's built files where CloudFront reads them. */
export async function runPublishConsole(options: PublishOptions): Promise<number> {
  const folder = path.resolve(options.from ?? builtConsole);
  if (!existsSync(path.join(folder, 'index.html')))
    throw new UsageError(
      `${folder}: got no index.html there, expected the built console; run npm run console:build`,
    );
  const files = await siteFiles(folder);
  const deployed = await readDeployed(options);
  const bucket = deployed.buckets.find((name) => name.includes('-console-'));
  if (bucket === undefined)
    throw new UsageError(`the stacks of ${options.env}: got no bucket of the console, expected one`);
  const client = new S3Client({ ...settingsOf(deployed, options), forcePathStyle: options.emulator });
  const place = { env: options.env, accountId: deployed.accountId };
  const { put, unchanged } = await askingAws(place, bucket, () => publish(client, bucket, files));
  process.stdout.write(
    `${bucket}: ${put.length} file${put.length === 1 ? '' : 's'} put, ${unchanged} unchanged; open pages keep what they have\n`,
  );
  return 0;
}
