import type { Command } from 'commander';
import { emulatorOption, emulatorPortOption, envOption, stacksOption } from './options.ts';

interface SecretsArguments {
  readonly env: string;
  readonly emulator: boolean;
  readonly port: number;
  readonly stacks?: string;
  readonly slackWebhook?: string;
}

interface PublishConsoleArguments {
  readonly env: string;
  readonly emulator: boolean;
  readonly port: number;
  readonly stacks?: string;
  readonly from?: string;
}

interface RecoverObjectsArguments {
  readonly bucket: string;
  readonly at: string;
  readonly prefix?: string;
  readonly overwritten: boolean;
  readonly apply: boolean;
}

/** Commands that change what was deployed. */
export function addAwsCommands(root: Command): void {
  root
    .command('secrets')
    .description('give the deployed secrets their values: the key of the pseudonyms once, never replaced')
    .addOption(envOption().makeOptionMandatory())
    .option('--slack-webhook <file>', 'file with the address of the Slack webhook; - is standard input')
    .addOption(emulatorOption())
    .addOption(emulatorPortOption())
    .addOption(stacksOption())
    .action(async (options: SecretsArguments) => {
      const { runSecrets } = await import('../commands/secrets.ts');
      process.exitCode = await runSecrets(options);
    });
  root
    .command('publish-console')
    .description("put the console's built files where the deployed one is served from")
    .addOption(envOption().makeOptionMandatory())
    .option('--from <folder>', 'the built page; console/dist unless given')
    .addOption(emulatorOption())
    .addOption(emulatorPortOption())
    .addOption(stacksOption())
    .action(async (options: PublishConsoleArguments) => {
      const { runPublishConsole } = await import('../commands/publish-console.ts');
      process.exitCode = await runPublishConsole(options);
    });
  const recover = root.command('recover').description('bring back what was lost (docs/disaster-recovery.md)');
  recover
    .command('records')
    .description('from a restored copy of the table what the live one lost; what was written since stays')
    .requiredOption('--table <name>', 'the live table')
    .requiredOption('--from <name>', 'its restored copy')
    .option('--apply', 'write; without it only what would be done is said', false)
    .action(async (options: { table: string; from: string; apply: boolean }) => {
      const { runRecoverRecords } = await import('../recover/run.ts');
      process.exitCode = await runRecoverRecords(options);
    });
  recover
    .command('objects')
    .description('objects of a versioned bucket as they were at a time; what is new since stays')
    .requiredOption('--bucket <name>', 'the bucket')
    .requiredOption('--at <time>', 'before the damage, such as 2026-03-01T09:30:00Z')
    .option('--prefix <text>', 'only keys that begin so')
    .option('--overwritten', 'bring back what holds something else now, too', false)
    .option('--apply', 'write; without it only what would be done is said', false)
    .action(async (options: RecoverObjectsArguments) => {
      const { runRecoverObjects } = await import('../recover/run.ts');
      process.exitCode = await runRecoverObjects(options);
    });
}
