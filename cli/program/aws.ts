import type { Command } from 'commander';
import { emulatorOption, emulatorPortOption, envOption, stacksOption } from './options.ts';

interface SecretsArguments {
  readonly env: string;
  readonly emulator: boolean;
  readonly port: number;
  readonly stacks?: string;
  readonly slackWebhook?: string;
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
}
