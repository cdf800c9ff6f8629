import type { Command } from 'commander';

/** Commands for the public data that applications learn from. */
export function addDataCommands(root: Command): void {
  root
    .command('data')
    .description('the public data that applications learn from')
    .command('fetch')
    .description(
      'download the data of an application from its publisher: checked, gone on with where it was cut short',
    )
    .argument('<use-case>')
    .option('--to <folder>', "where it goes (default: the application's own place)")
    .option('--mirror <url>', 'address below which the files lie under their names')
    .action(async (useCase: string, options: { to?: string; mirror?: string }) => {
      const { fetchData } = await import('../data/fetch.ts');
      await fetchData({ useCase, ...options });
    });
}
