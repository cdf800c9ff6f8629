import type { Command } from 'commander';
import { wholeNumber } from './options.ts';

interface DoctorArguments {
  readonly env: string;
  readonly plan: boolean;
  readonly emulator: boolean;
  readonly port: number;
  readonly stacks?: string;
  readonly json: boolean;
}

/** The command that looks whether what runs is what should. */
export function addDoctorCommand(root: Command): void {
  root
    .command('doctor')
    .description(
      'compare what runs on AWS with what the registry, Terraform and the code say; exit code 1 where something differs',
    )
    .requiredOption('--env <name>', 'an environment of stacks/environments')
    .option('--plan', 'plan every stack too: drift of the infrastructure', false)
    .option('--emulator', 'ask the AWS emulator on this machine, about what was deployed there', false)
    .option('--port <n>', 'where the emulator listens', wholeNumber(1, 65_535), 5000)
    .option('--stacks <folder>', 'compare with these stacks, written by npm run synth (default: made anew)')
    .option('--json', 'as JSON', false)
    .action(async (options: DoctorArguments) => {
      const { runDoctor } = await import('../doctor/run.ts');
      process.exitCode = await runDoctor(options);
    });
}
