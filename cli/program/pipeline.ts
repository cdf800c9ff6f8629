import { Option, type Command } from 'commander';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { useCaseOption } from './options.ts';

interface Chosen {
  readonly useCase?: UseCase;
  readonly definition?: string;
  readonly jobs: boolean;
  readonly json: boolean;
}

/** Commands for training pipelines: SageMaker's definitions, on this machine. */
export function addPipelineCommands(root: Command): void {
  const pipeline = root
    .command('pipeline')
    .description('training pipelines: SageMaker definitions, run on this machine');
  withDefinition(
    pipeline
      .command('run')
      .description('run a pipeline; exit code 1 where a step fails, with its reason and the end of its log'),
  )
    .option('--data <csv>', 'table to learn from (default: that of the use case)')
    .option(
      '--programs <file>',
      'JSON: by image, "image#Step", "#Step" or "*", {"command": [...], "environment": {...}, "folder": ...}; the command "entrypoint" is the container\'s own',
    )
    .option('--parameter <name=value>', 'a parameter of the pipeline; may be repeated', collect, [])
    .option('--mount <s3-uri=folder>', 'a folder in the place of an S3 prefix; may be repeated', collect, [])
    .option(
      '--work <folder>',
      'where runs, objects, cache and registry lie (default: pipelines in MODELKEEP_HOME)',
    )
    .option('--no-cache', 'run every step anew')
    .option('--quiet', "leave out the programs' logs", false)
    .action(async (options: Chosen & Omit<RunChoice, keyof Chosen>) => {
      const { runPipelineCommand } = await import('../pipeline/run.ts');
      process.exitCode = await runPipelineCommand(options);
    });
  withDefinition(
    pipeline.command('show').description('the graph of a pipeline, its conditions and parameters'),
  )
    .addOption(new Option('--raw', 'the definition itself').conflicts('json').default(false))
    .action(async (options: Chosen & { raw: boolean }) => {
      const { runPipelineShow } = await import('../pipeline/show.ts');
      process.exitCode = await runPipelineShow(options);
    });
  withDefinition(
    pipeline
      .command('validate')
      .description(
        'whether a pipeline can run: references, circles, property files, arguments of the API; else exit code 2',
      ),
  ).action(async (options: Chosen) => {
    const { runPipelineValidate } = await import('../pipeline/show.ts');
    process.exitCode = await runPipelineValidate(options);
  });
}

interface RunChoice extends Chosen {
  readonly data?: string;
  readonly programs?: string;
  readonly parameter: readonly string[];
  readonly mount: readonly string[];
  readonly work?: string;
  readonly cache: boolean;
  readonly quiet: boolean;
}

const withDefinition = (command: Command): Command =>
  command
    .addOption(useCaseOption())
    .option('--definition <file>', 'a pipeline definition (JSON, schema 2020-12-01); - is standard input')
    .option('--jobs', 'the pipeline of jobs, also where a function trains the use case', false)
    .option('--json', 'as JSON', false);

const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];
