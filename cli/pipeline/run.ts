import path from 'node:path';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { systemClock } from '../../local/adapters/system-clock.ts';
import { Alarms } from '../../local/alarms.ts';
import { parsePrograms, type Programs } from '../../local/pipelines/programs.ts';
import { runPipeline, type RunOptions } from '../../local/pipelines/run-pipeline.ts';
import type { PipelineRun, RunEvent, StepRun } from '../../local/pipelines/run-status.ts';
import { PlainFolder } from '../../local/pipelines/storage/plain-folder.ts';
import { isLight, prepareUseCase } from '../../local/pipelines/use-case.ts';
import { homeFolder } from '../../local/home.ts';
import { UsageError } from '../errors.ts';
import { nameOf } from '../io/files.ts';
import { readJson, readRows, type DefinitionOptions } from './input.ts';

export interface PipelineRunOptions extends DefinitionOptions {
  readonly data?: string;
  readonly programs?: string;
  readonly parameter: readonly string[];
  readonly mount: readonly string[];
  readonly work?: string;
  readonly cache: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** `modelkeep pipeline run`: exit code 1 where a step failed or the run was stopped. */
export async function runPipelineCommand(options: PipelineRunOptions): Promise<number> {
  const { useCase, definition: file } = options;
  if ((useCase === undefined) === (file === undefined))
    throw new UsageError('got both or neither of --use-case and --definition, expected one of them');
  // Progress is for people: with --json it goes beside the result.
  const say = (line: string): void => {
    (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  };
  const workFolder = path.resolve(
    options.work ?? path.join(homeFolder(process.env, process.cwd()), 'pipelines'),
  );
  const programs =
    options.programs === undefined
      ? {}
      : parsePrograms(await readJson(options.programs), nameOf(options.programs));
  const what = useCase
    ? await ofUseCase(useCase, options, { workFolder, programs, say })
    : { definition: await readJson(file ?? '-'), pipelineName: 'local', parameters: {}, programs };
  const stop = new AbortController();
  const onSignal = (): void => {
    say('stopping: the program is asked to end, and is given two minutes');
    stop.abort();
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const alarms = new Alarms(systemClock);
  try {
    const run = await runPipeline({
      ...what,
      parameters: { ...what.parameters, ...pairs('--parameter', options.parameter) },
      // Of two at one address the first counts: what somebody asked for.
      mounts: [
        ...Object.entries(pairs('--mount', options.mount)).map(([uri, folder]) => ({
          uri,
          files: new PlainFolder(folder),
        })),
        ...(what.mounts ?? []),
      ],
      workFolder,
      useCache: options.cache,
      clock: systemClock,
      alarms,
      signal: stop.signal,
      onEvent: (event) => tell(event, options.quiet, say),
    });
    for (const line of endOf(run, workFolder)) say(line);
    if (options.json) process.stdout.write(`${JSON.stringify(run)}\n`);
    return run.status === 'Succeeded' ? 0 : 1;
  } finally {
    alarms.close();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

async function ofUseCase(
  useCase: UseCase,
  options: PipelineRunOptions,
  {
    workFolder,
    programs,
    say,
  }: { readonly workFolder: string; readonly programs: Programs; readonly say: (line: string) => void },
): Promise<
  Pick<RunOptions, 'definition' | 'pipelineName' | 'parameters' | 'programs' | 'functions' | 'mounts'>
> {
  const snapshot = await readRows(useCase, options.data, say);
  return prepareUseCase({
    useCase,
    snapshot,
    light: !options.jobs && isLight(useCase, snapshot.rows),
    workFolder,
    useCache: options.cache,
    clock: systemClock,
    programs,
  });
}

/** `NAME=VALUE` options as a record. @throws UsageError for one without `=`. */
function pairs(option: string, texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at <= 0) throw new UsageError(`${option}: got ${JSON.stringify(text)}, expected NAME=VALUE`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

const marks: Readonly<Record<StepRun['status'], string>> = {
  Waiting: ' ',
  Executing: '▸',
  Succeeded: '✓',
  Failed: '✗',
  Stopped: '■',
  Skipped: '–',
};

function tell(event: RunEvent, quiet: boolean, say: (line: string) => void): void {
  if (event.kind === 'log') {
    if (!quiet) say(`    ${event.step} | ${event.line}`);
    return;
  }
  const { name, type, status, cached, startedAt, endedAt, reason, outcome } = event.step;
  const seconds =
    startedAt !== undefined && endedAt !== undefined
      ? `${((Date.parse(endedAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s`
      : '';
  const notes = [type, seconds, cached ? 'cached' : '', outcome ?? '', reason ?? ''].filter(
    (note) => note !== '',
  );
  say(`${marks[status]} ${name.padEnd(24)} ${notes.join(' · ')}`);
}

function endOf(run: PipelineRun, workFolder: string): string[] {
  const folder = path.join(workFolder, 'runs', run.executionId);
  if (!run.failure) return [`${run.status.toLowerCase()}; everything of this run lies in ${folder}`];
  const { step, reason, lastLines } = run.failure;
  return [
    `failed in step ${step}: ${reason}`,
    ...(lastLines.length > 0 ? ['the end of its log:', ...lastLines.map((line) => `    ${line}`)] : []),
    `everything of this run lies in ${folder}`,
  ];
}
