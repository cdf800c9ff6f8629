import type { Command } from 'commander';

/** The command that looks whether what runs is what should. */
export function addDoctorCommand(root: Command): void {
  root
    .command('doctor')
    .description(
      'compare what runs on AWS with what the registry, Terraform and the code say; exit code 1 where something differs',
    )
    .requiredOption('--env <name>', 'an environment of stacks/environments')
    .option('--plan', 'plan every stack too: drift of the infrastructure', false)
    .option('--emulator', 'ask the AWS emulator on this machine', false)
    .option('--stacks <folder>', 'compare with these stacks, written by npm run synth (default: made anew)')
    .option('--json', 'as JSON', false)
    .action(
      async (options: { env: string; plan: boolean; emulator: boolean; stacks?: string; json: boolean }) => {
        const { runDoctor } = await import('../doctor/run.ts');
        process.exitCode = await runDoctor(options);
      },
    );
}
