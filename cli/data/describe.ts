import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { UsageError } from '../errors.ts';
import { visionProgram } from './vision-program.ts';

export interface DescribeOptions {
  readonly useCase: UseCase;
  /** Folders and file in the place of the application's own. */
  readonly metadata?: string;
  readonly images?: string;
  readonly out?: string;
}

/**
 * `modelkeep data describe USE-CASE`: the table of photographs that a use case begins with, measured by the program that
 * will train on them.
 * @returns what was described, in a sentence, and the table's path.
 * @throws UsageError for an application of tables, and with what the program found wrong; InvalidInputError where its Python
 * environment was not made.
 */
export async function describePhotographs(
  options: DescribeOptions,
): Promise<{ readonly said: string; readonly table: string }> {
  const { useCase } = options;
  const { images } = useCase.data;
  if (!images)
    throw new UsageError(
      `${useCase.name}: got an application that is asked of tables, expected one of photographs`,
    );
  const program = visionProgram(useCase);
  const photographs = path.resolve(options.images ?? images.folder);
  const metadata = path.resolve(options.metadata ?? path.dirname(photographs));
  const table = path.resolve(options.out ?? useCase.data.path);
  const folder = await mkdtemp(path.join(tmpdir(), 'modelkeep-describe-'));
  try {
    const specification = path.join(folder, 'usecase.json');
    await writeFile(specification, JSON.stringify(useCase));
    const places = ['--metadata', metadata, '--images', photographs, '--out', table];
    return { said: await program('describe', '--use-case', specification, ...places), table };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
