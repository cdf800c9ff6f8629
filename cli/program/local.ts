import type { Command } from 'commander';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { defaultUseCase, useCases } from '../../usecases/index.ts';
import { portOption, useCaseOption } from './options.ts';

/** Commands that run a platform on this machine. */
export function addLocalCommands(root: Command): void {
  root
    .command('start')
    .description('run the platform on this machine until Ctrl-C')
    .addOption(portOption())
    .addOption(useCaseOption().default(useCases.get(defaultUseCase), defaultUseCase))
    .option('--home <folder>', 'where it keeps everything (default: MODELKEEP_HOME, else .modelkeep)')
    .action(async (options: { useCase: UseCase; port: number; home?: string }) => {
      const { runStart } = await import('../commands/start.ts');
      process.exitCode = await runStart(options);
    });
  root
    .command('story')
    .description(
      'the whole loop on real data, as `npm start` shows it: predict, drift, retrain, approve, deploy',
    )
    .addOption(useCaseOption().default(useCases.get(defaultUseCase), defaultUseCase))
    .addOption(portOption())
    .option('--data <csv>', "table in the place of the application's own")
    .option('--once', 'end after the story', false)
    .option('--json', 'one JSON line, last on standard output', false)
    .action(
      async (options: { useCase: UseCase; port: number; data?: string; once: boolean; json: boolean }) => {
        const { runStory } = await import('../commands/story.ts');
        process.exitCode = await runStory(options);
      },
    );
}
