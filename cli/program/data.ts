import path from 'node:path';
import type { Command } from 'commander';

/** Commands for the public data that applications learn from. */
export function addDataCommands(root: Command): void {
  const data = root.command('data').description('the public data that applications learn from');
  data
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
  data
    .command('describe')
    .description('the table that the platform keeps of photographs, from metadata as it is published')
    .argument('<use-case>')
    .option('--metadata <folder>', 'one table as HAM10000 has it, or the two of the ISIC challenges')
    .option('--images <folder>', 'photographs, in any folder below')
    .option('--out <file>', "where it goes (default: the application's own place)")
    .action(async (useCase: string, options: { metadata?: string; images?: string; out?: string }) => {
      const [{ describePhotographs }, { useCases }] = await Promise.all([
        import('../data/describe.ts'),
        import('../../usecases/index.ts'),
      ]);
      const { said, table } = await describePhotographs({ useCase: useCases.get(useCase), ...options });
      process.stdout.write(`${said}\n${path.relative('.', table)}\n`);
    });
}
