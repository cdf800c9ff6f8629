import type { Command } from 'commander';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { useCaseOption, wholeNumber } from './options.ts';

interface DriftArguments {
  readonly useCase?: UseCase;
  readonly reference: string;
  readonly current: string;
  readonly columnsFrom?: string;
  readonly report?: string;
  readonly out?: string;
  readonly json: boolean;
}

/** Commands on files; each loads its own code only. */
export function addFileCommands(root: Command): void {
  root
    .command('train')
    .description('train a model from a table')
    .addOption(useCaseOption().makeOptionMandatory())
    .requiredOption('--data <file>', 'CSV with features and outcome; - is standard input')
    .requiredOption('--out <file>', 'where the model (JSON) goes; - is standard output')
    .option('--json', 'report as JSON', false)
    .action(async (options: { useCase: UseCase; data: string; out: string; json: boolean }) => {
      const { runTrain } = await import('../commands/train.ts');
      process.exitCode = await runTrain(options);
    });
  root
    .command('evaluate')
    .description('how good a model is on a table whose outcomes are known')
    .requiredOption('--model <file>', 'model (JSON)')
    .requiredOption('--data <file>', 'CSV with features and outcome; - is standard input')
    .option('--json', 'report as JSON', false)
    .action(async (options: { model: string; data: string; json: boolean }) => {
      const { runEvaluate } = await import('../commands/evaluate.ts');
      process.exitCode = await runEvaluate(options);
    });
  root
    .command('compare')
    .description(
      'train the model of a use case and its alternatives on the same rows, and put them side by side',
    )
    .addOption(useCaseOption().makeOptionMandatory())
    .option('--data <csv>', 'table to learn from (default: that of the use case)')
    .option('--out <file>', 'where the report goes (default: standard output)')
    .option('--json', 'report as JSON', false)
    .action(async (options: { useCase: UseCase; data?: string; out?: string; json: boolean }) => {
      const { runCompare } = await import('../commands/compare.ts');
      process.exitCode = await runCompare(options);
    });
  root
    .command('predict')
    .description('predict each row of a table, with what drove it')
    .requiredOption('--model <file>', 'model (JSON)')
    .requiredOption('--data <file>', 'CSV with features; - is standard input')
    .requiredOption('--out <file>', 'CSV of predictions; - is standard output')
    .option('--top <n>', 'contributions to write for each row', wholeNumber(0, 1000), 3)
    .action(async (options: { model: string; data: string; out: string; top: number }) => {
      const { runPredict } = await import('../commands/predict.ts');
      process.exitCode = await runPredict(options);
    });
  root
    .command('drift')
    .description('compare two tables: which columns moved, by how much, how sure')
    .requiredOption('--reference <file>', 'CSV as it was; - is standard input')
    .requiredOption('--current <file>', 'CSV as it is now; - is standard input')
    .addOption(useCaseOption().conflicts('columnsFrom'))
    .option('--columns-from <file>', 'JSON list of the columns to watch')
    .option('--report <file>', 'write one self-contained HTML file')
    .option('--out <file>', 'write the report as JSON')
    .option('--json', 'the report as JSON on standard output', false)
    .action(async ({ useCase, ...options }: DriftArguments) => {
      const { runDrift } = await import('../commands/drift.ts');
      process.exitCode = await runDrift({
        ...options,
        features: useCase?.data.features,
        useCase: useCase?.name,
        rule: useCase?.monitoring.drift,
      });
    });
}
