import { existsSync } from 'node:fs';
import path from 'node:path';
import { cleanTable } from '../../domain/dataset/clean.ts';
import { describeCleaning } from '../../domain/dataset/report.ts';
import { makeSnapshot } from '../../domain/dataset/snapshot.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { definitionOf, isLight } from '../../local/pipelines/use-case.ts';
import { readCsv } from '../io/csv.ts';
import { nameOf, readText } from '../io/files.ts';
import { UsageError } from '../errors.ts';

export interface DefinitionOptions {
  readonly useCase?: UseCase;
  readonly definition?: string;
  /** The pipeline of jobs also where a function would train. */
  readonly jobs: boolean;
}

/** The definition that the options mean, and what to call it. */
export async function readDefinition(
  options: DefinitionOptions,
): Promise<{ readonly json: unknown; readonly name: string }> {
  const { useCase, definition: file } = options;
  if ((useCase === undefined) === (file === undefined))
    throw new UsageError('got both or neither of --use-case and --definition, expected one of them');
  if (useCase)
    return { json: definitionOf(useCase, !options.jobs && isLight(useCase, 0)), name: useCase.name };
  return { json: await readJson(file ?? '-'), name: nameOf(file ?? '-') };
}

export async function readJson(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${nameOf(file)}: got text that is no JSON, expected a JSON file`, { cause: error });
  }
}

/** The rows of a use case as a snapshot; what was set aside is said. */
export async function readRows(useCase: UseCase, file: string | undefined, say: (line: string) => void) {
  const own = path.resolve(import.meta.dirname, '../..', useCase.data.path);
  const from = file ?? own;
  if (file === undefined && !existsSync(own))
    throw new UsageError(
      `${useCase.name}: its table ${useCase.data.path} is not there; name one by --data (${useCase.data.attribution})`,
    );
  const { header, records } = await readCsv(from);
  const cleaned = cleanTable(header, records, useCase.data, { what: nameOf(from) });
  for (const line of describeCleaning(cleaned.report)) say(line);
  return { ...makeSnapshot(cleaned, useCase.data), rows: cleaned.table.rowCount };
}
