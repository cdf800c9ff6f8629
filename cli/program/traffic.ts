import type { Command } from 'commander';
import type { ShiftArguments } from '../traffic/run.ts';
import { wholeNumber } from './options.ts';

/** Which version of a deployed function answers. */
export function addTrafficCommands(root: Command): void {
  root
    .command('shift-traffic')
    .description(
      'give a version of a deployed function the traffic of its alias: a share first, back where the alarm rings',
    )
    .requiredOption('--function <name>', 'the Lambda function')
    .requiredOption('--to <version>', 'the version; an older one takes a deployment back')
    .option('--alias <name>', 'the alias that is called', 'live')
    .option('--alarm <name>', 'the alarm that is watched')
    .option('--share <percent>', 'of the traffic, at first', wholeNumber(1, 99), 10)
    .option('--bake-minutes <n>', 'how long the alarm must stay silent, twice', wholeNumber(1, 1440), 5)
    .option('--at-once', 'all of it at once, watching nothing', false)
    .option('--region <name>', 'AWS region; that of the credentials unless given')
    .action(async (options: ShiftArguments) => {
      const { runShiftTraffic } = await import('../traffic/run.ts');
      process.exitCode = await runShiftTraffic(options);
    });
}
