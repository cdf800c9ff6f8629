import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChildDeps, ChildResult } from '../child.ts';
import { runChild } from '../child.ts';
import { processFileName } from '../orphans.ts';
import { StepFailedError } from '../errors.ts';
import type { LocalProgram } from '../programs.ts';
import { textOf } from '../resolve.ts';
import type { Storage } from '../storage/storage.ts';

/** A step that runs a program, with every value of its arguments filled in. */
export interface Job extends ChildDeps {
  readonly step: string;
  readonly jobName: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly program: LocalProgram;
  /** The folder of this step in this run. */
  readonly folder: string;
  readonly storage: Storage;
  onLine(line: string): void;
}

/** What a step leaves for others, as the Describe call of SageMaker tells it. */
export type Properties = Readonly<Record<string, unknown>>;

/** Stands for /opt/ml: the same path below the step's folder, so that a program's own paths look familiar. */
export const mlRootOf = (job: Pick<Job, 'folder'>): string => path.join(job.folder, 'opt/ml');

/** A path inside a container, on this machine. @throws StepFailedError for one that is not below /opt/ml. */
export function localPath(job: Job, containerPath: string): string {
  const root = mlRootOf(job);
  const below = path.posix.relative('/opt/ml', path.posix.normalize(containerPath));
  if (below.startsWith('..') || path.posix.isAbsolute(below))
    throw new StepFailedError(`got the path ${containerPath}, expected one below /opt/ml`);
  return path.join(root, ...below.split('/'));
}

/** Arguments and variables name container paths: here they mean the step's folder. */
export const onThisMachine = (job: Job, text: string): string =>
  text.replace(/(?<![\w.-])\/opt\/ml(?=\/|$)/g, () => mlRootOf(job));

export async function writeJson(file: string, json: unknown): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(json, null, 1)}\n`);
}

/** One machine, whatever the step asks for. */
export const resourceConfig = {
  current_host: 'algo-1',
  current_instance_type: 'local',
  current_group_name: 'homogeneousCluster',
  hosts: ['algo-1'],
  instance_groups: [{ instance_group_name: 'homogeneousCluster', instance_type: 'local', hosts: ['algo-1'] }],
  network_interface_name: 'lo',
};

/** Variables of this shell that a program gets; credentials are not among them. */
const inherited = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ', 'SYSTEMROOT', 'NO_COLOR'];
const inheritedPrefixes = ['MLFLOW_', 'OMP_', 'CUDA_'];

interface Call {
  readonly entrypoint: readonly string[];
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, unknown>>;
  readonly timeoutSeconds: number;
  /** Where the program says why it failed. */
  readonly reasonFile: string;
}

/**
 * Runs the program that stands for the step's image.
 * @throws StepFailedError with what the program said of itself, else with the end of its log; StepStoppedError.
 */
export async function runProgram(job: Job, call: Call): Promise<ChildResult> {
  const { command, environment, folder } = job.program;
  const before = command === 'entrypoint' ? call.entrypoint : command;
  if (before.length === 0)
    throw new StepFailedError(
      'its program is "entrypoint", but the step has no ContainerEntrypoint; name a command',
    );
  const result = await runChild(
    {
      command: [...before, ...call.arguments].map((text) => onThisMachine(job, text)),
      folder: path.resolve(folder ?? '.'),
      environment: {
        ...Object.fromEntries(
          Object.entries(process.env).flatMap(([name, value]) =>
            value !== undefined &&
            (inherited.includes(name) || inheritedPrefixes.some((prefix) => name.startsWith(prefix)))
              ? [[name, value]]
              : [],
          ),
        ),
        ...environment,
        ...Object.fromEntries(
          Object.entries(call.environment).map(([name, value]) => [name, onThisMachine(job, textOf(value))]),
        ),
        MODELKEEP_ML_ROOT: mlRootOf(job),
        AWS_REGION: 'us-east-1',
      },
      logFile: path.join(job.folder, 'log.txt'),
      processFile: path.join(job.folder, processFileName),
      onLine: (line) => job.onLine(line),
      timeoutSeconds: call.timeoutSeconds,
    },
    job,
  );
  if (result.exitCode === 0) return result;
  const said = (await readFile(call.reasonFile, 'utf8').catch(() => '')).slice(0, 1024).trim();
  const spoken = result.lastLines.filter((line) => line.trim() !== '');
  // Python ends with its error, Node with its version.
  const last =
    spoken.findLast((line) => /error|exception|fail/i.test(line)) ?? spoken.at(-1) ?? 'it said nothing';
  throw new StepFailedError(`exit code ${result.exitCode}: ${said === '' ? last : said}`, result.lastLines);
}
