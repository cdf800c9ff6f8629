import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { trainingProgram } from '../../local/pipelines/own-programs.ts';
import { UsageError } from '../errors.ts';

export interface DescribeOptions {
  readonly useCase: UseCase;
  /** Folders and file in the place of the application's own. */
  readonly metadata?: string;
  readonly images?: string;
  readonly out?: string;
}

/** The container's own errors end in one line that names file and line. */
const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/**
 * `modelkeep data describe USE-CASE`: the table of photographs that a use case begins with, measured by the program that
 * will train on them.
 * @throws UsageError for an application of tables, and with what the program found wrong; InvalidInputError where its Python
 * environment was not made.
 */
export async function describePhotographs(options: DescribeOptions): Promise<void> {
  const { useCase } = options;
  const { images } = useCase.data;
  if (!images)
    throw new UsageError(
      `${useCase.name}: got an application that is asked of tables, expected one of photographs`,
    );
  const { command, environment } = trainingProgram(useCase);
  const [program = '', ...before] = command;
  const photographs = path.resolve(options.images ?? images.folder);
  const out = path.resolve(options.out ?? useCase.data.path);
  const folder = await mkdtemp(path.join(tmpdir(), 'modelkeep-describe-'));
  try {
    const specification = path.join(folder, 'usecase.json');
    await writeFile(specification, JSON.stringify(useCase));
    const args = ['--use-case', specification, '--images', photographs, '--out', out];
    const metadata = path.resolve(options.metadata ?? path.dirname(photographs));
    const { stdout } = await promisify(execFile)(
      program,
      [...before, 'describe', ...args, '--metadata', metadata],
      { env: { ...process.env, ...environment } },
    ).catch((error: unknown) => {
      const said =
        typeof error === 'object' && error !== null ? String(Reflect.get(error, 'stderr') ?? '') : '';
      throw new UsageError(lastLine(said) || 'the program of the vision container did not end well');
    });
    process.stdout.write(`${stdout.trim()}\n${path.relative('.', out)}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
