import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { UseCase } from '../domain/usecase/schema.ts';
import { useCases } from '../usecases/index.ts';
import { describeError } from './errors.ts';
import { defaultUrl } from './io/client.ts';

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
  for (const command of root.commands) command.exitOverride();
  return root;
}

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
function addFileCommands(root: Command): void {
  root
    .command('train')
    .description('train a model from a table')
    .addOption(useCaseOption().makeOptionMandatory())
    .requiredOption('--data <file>', 'CSV with features and outcome; - is standard input')
    .requiredOption('--out <file>', 'where the model (JSON) goes; - is standard output')
    .option('--json', 'report as JSON', false)
    .action(async (options: { useCase: UseCase; data: string; out: string; json: boolean }) => {
      const { runTrain } = await import('./commands/train.ts');
      process.exitCode = await runTrain(options);
    });
  root
    .command('evaluate')
    .description('how good a model is on a table whose outcomes are known')
    .requiredOption('--model <file>', 'model (JSON)')
    .requiredOption('--data <file>', 'CSV with features and outcome; - is standard input')
    .option('--json', 'report as JSON', false)
    .action(async (options: { model: string; data: string; json: boolean }) => {
      const { runEvaluate } = await import('./commands/evaluate.ts');
      process.exitCode = await runEvaluate(options);
    });
  root
    .command('predict')
    .description('predict each row of a table, with what drove it')
    .requiredOption('--model <file>', 'model (JSON)')
    .requiredOption('--data <file>', 'CSV with features; - is standard input')
    .requiredOption('--out <file>', 'CSV of predictions; - is standard output')
    .option('--top <n>', 'contributions to write for each row', wholeNumber(0, 1000), 3)
    .action(async (options: { model: string; data: string; out: string; top: number }) => {
      const { runPredict } = await import('./commands/predict.ts');
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
      const { runDrift } = await import('./commands/drift.ts');
      process.exitCode = await runDrift({
        ...options,
        features: useCase?.data.features,
        useCase: useCase?.name,
        rule: useCase?.monitoring.drift,
      });
    });
}

/** Commands that run a platform on this machine. */
function addLocalCommands(root: Command): void {
  root
    .command('start')
    .description('run the platform on this machine until Ctrl-C')
    .addOption(portOption())
    .option('--home <folder>', 'where it keeps everything (default: MODELKEEP_HOME, else .modelkeep)')
    .action(async (options: { port: number; home?: string }) => {
      const { runStart } = await import('./commands/start.ts');
      process.exitCode = await runStart(options);
    });
  root
    .command('story')
    .description(
      'the whole loop on real data, as `npm start` shows it: predict, drift, retrain, approve, deploy',
    )
    .addOption(useCaseOption().default(useCases.get('breast-cancer'), 'breast-cancer'))
    .addOption(portOption())
    .option('--once', 'end after the story', false)
    .option('--json', 'one JSON line, last on standard output', false)
    .action(async (options: { useCase: UseCase; port: number; once: boolean; json: boolean }) => {
      const { runStory } = await import('./commands/story.ts');
      process.exitCode = await runStory(options);
    });
}

const portOption = (): Option =>
  new Option('--port <n>', 'port on 127.0.0.1; 0 takes a free one')
    .env('MODELKEEP_PORT')
    .default(4780)
    .argParser(wholeNumber(0, 65_535));
const urlOption = (): Option =>
  new Option('--url <address>', 'address of the running platform').env('MODELKEEP_URL').default(defaultUrl);

const useCaseOption = (): Option =>
  new Option('--use-case <name>', `one of ${useCases.names.join(', ')}`).argParser((name) => {
    if (!useCases.names.includes(name))
      throw new InvalidArgumentError(`Expected one of ${useCases.names.join(', ')}.`);
    return useCases.get(name);
  });

const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
    return value;
  };
