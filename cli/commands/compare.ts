import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { evaluationSchema, type Evaluation } from '../../domain/training/evaluation.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { FolderObjectStore } from '../../local/adapters/folder-objects.ts';
import { systemClock } from '../../local/adapters/system-clock.ts';
import { Alarms } from '../../local/alarms.ts';
import type { Programs } from '../../local/pipelines/programs.ts';
import { runPipeline } from '../../local/pipelines/run-pipeline.ts';
import { prepareUseCase } from '../../local/pipelines/use-case.ts';
import { alternatives } from '../../usecases/alternatives.ts';
import { comparisonMarkdown, comparisonOf, type Trained } from '../compare/report.ts';
import { UsageError } from '../errors.ts';
import { readRows } from '../pipeline/input.ts';

export interface CompareOptions {
  readonly useCase: UseCase;
  readonly data?: string;
  readonly out?: string;
  readonly json: boolean;
  /** In the place of the containers' programs. */
  readonly programs?: Programs;
}

/**
 * `modelkeep compare`: the model of a use case beside its alternatives, each trained by the use case's pipeline on the same
 * rows, folds and held-out rows, in one report. Exit code 1 where one of them could not be trained.
 */
export async function runCompare(options: CompareOptions): Promise<number> {
  const { useCase } = options;
  const others = Object.hasOwn(alternatives, useCase.name) ? (alternatives[useCase.name] ?? []) : [];
  if (others.length === 0)
    throw new UsageError(
      `${useCase.name}: got a use case without alternatives, expected one of ${Object.keys(alternatives).join(', ')} (usecases/alternatives.ts)`,
    );
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const snapshot = await readRows(useCase, options.data, say);
  const folder = await mkdtemp(path.join(tmpdir(), 'modelkeep-compare-'));
  const alarms = new Alarms(systemClock);
  try {
    const trained: Trained[] = [];
    for (const one of [useCase, ...others]) {
      say(`training ${one.model.algorithm}`);
      const workFolder = path.join(folder, one.model.algorithm);
      const evaluation = await train(one, snapshot, { workFolder, alarms, programs: options.programs ?? {} });
      if (typeof evaluation === 'string') {
        say(`${one.model.algorithm}: ${evaluation}`);
        return 1;
      }
      trained.push({ model: one.model, evaluation });
    }
    const comparison = comparisonOf(useCase, snapshot.hash, trained);
    const text = options.json ? `${JSON.stringify(comparison)}\n` : comparisonMarkdown(comparison);
    if (options.out === undefined) process.stdout.write(text);
    else await writeFile(options.out, text);
    return 0;
  } finally {
    alarms.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The evaluation of a pipeline's version, or why there is none. One that is below the gate has one too. */
async function train(
  useCase: UseCase,
  snapshot: { readonly csv: string; readonly hash: string },
  place: { readonly workFolder: string; readonly alarms: Alarms; readonly programs: Programs },
): Promise<Evaluation | string> {
  const { workFolder, alarms, programs } = place;
  const prepared = await prepareUseCase({
    useCase,
    snapshot,
    light: false,
    workFolder,
    useCache: true,
    clock: systemClock,
    programs,
  });
  const run = await runPipeline({ ...prepared, workFolder, clock: systemClock, alarms });
  const key = `executions/${prepared.parameters['ExecutionName'] ?? ''}/evaluation.json`;
  const file = await new FolderObjectStore(path.join(workFolder, 'objects')).get(key);
  if (!file) return `step ${run.failure?.step ?? '(none)'}: ${run.failure?.reason ?? run.status}`;
  const json: unknown = JSON.parse(new TextDecoder().decode(file.body));
  return parseWith(evaluationSchema, json, key);
}
