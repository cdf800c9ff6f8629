import { Command, CommanderError } from 'commander';
import { describeError } from './errors.ts';
import { addAwsCommands } from './program/aws.ts';
import { addDataCommands } from './program/data.ts';
import { addDoctorCommand } from './program/doctor.ts';
import { addFileCommands } from './program/files.ts';
import { addLocalCommands } from './program/local.ts';
import { addPipelineCommands } from './program/pipeline.ts';
import { addPlanCommands } from './program/plan.ts';
import { addPlatformCommands } from './program/platform.ts';
import { addTrafficCommands } from './program/traffic.ts';

/** Runs one command line and sets the exit code: 0, 2 for wrong input, 1 for a failure. */
export async function main(args: readonly string[]): Promise<void> {
  // `modelkeep predict … | head`: whoever reads has had enough; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await program().parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    const { message, exitCode } = describeError(error);
    process.stderr.write(`modelkeep: ${message}\n`);
    process.exitCode = exitCode;
  }
}

function program(): Command {
  const root = new Command('modelkeep')
    .description(
      'Keeps deployed clinical models true: drift, retraining, gate, approval, deployment with rollback.',
    )
    .version('0.1.0')
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true });
  addFileCommands(root);
  addLocalCommands(root);
  addPlatformCommands(root);
  addPipelineCommands(root);
  addDataCommands(root);
  addPlanCommands(root);
  addTrafficCommands(root);
  addDoctorCommand(root);
  addAwsCommands(root);
  // A wrong option of a command, or of a command below one, ends here and not in the middle of Commander.
  for (const command of root.commands.flatMap((one) => [one, ...one.commands])) command.exitOverride();
  return root;
}
