import { Option, type Command } from 'commander';
import { wholeNumber } from './options.ts';

interface ReviewArguments {
  readonly format: 'text' | 'markdown' | 'json';
  readonly checkov?: string;
  readonly waivers?: string;
}

/** Commands for whoever reviews what Terraform is about to do. */
export function addPlanCommands(root: Command): void {
  root
    .command('plan')
    .description('Terraform plans')
    .command('review')
    .description(
      'what plans do, what is dangerous in them, and what it costs; exit code 1 where a check fails that no waiver covers',
    )
    .argument('<plan...>', 'files that `terraform show -json` wrote, one for each stack; - is standard input')
    .addOption(
      new Option('--format <form>', 'form of the review')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .option(
      '--checkov <file>',
      'a report of Checkov on the same plans; "none" leaves it out; otherwise it is run',
    )
    .option(
      '--waivers <file>',
      'one waiver a line: check, resource, reason (default: stacks/waivers.txt where it is there)',
    )
    .action(async (plans: string[], options: ReviewArguments) => {
      const { runPlanReview } = await import('../plan/run.ts');
      process.exitCode = await runPlanReview({ plans, ...options });
    });
  root
    .command('cost')
    .description('what an environment costs a month, idle or under load, and which AWS quotas bind')
    .requiredOption('--env <name>', 'dev, staging, prod or hipaa')
    .option('--predictions-per-day <n>', 'up to 10^9', wholeNumber(0, 1e9), 0)
    .option('--use-cases <n>', 'up to 1,000', wholeNumber(0, 1000), 1)
    .option('--json', 'as JSON', false)
    .action(async (options: { env: string; predictionsPerDay: number; useCases: number; json: boolean }) => {
      const { runCost } = await import('../cost/run.ts');
      process.exitCode = await runCost(options);
    });
}
