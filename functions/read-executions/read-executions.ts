import * as z from 'zod/mini';
import type { ExecutionHistory, RecordStore, StateVisit } from '../../domain/ports.ts';
import { partitions } from '../../domain/records/keys.ts';
import { parseRecord } from '../../domain/records/typed.ts';
import {
  executionRecordSchema,
  readExecution,
  type ExecutionRecord,
} from '../../domain/registry/execution.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { notFound } from '../edge/problem.ts';
import type { Page } from '../edge/read.ts';

export interface ReadExecutionsPorts {
  readonly records: RecordStore;
  /** Which states each went through; not every platform tells. */
  readonly history?: ExecutionHistory | undefined;
}

/** With the states it went through, where the platform tells them. */
export type ExecutionView = ExecutionRecord & { readonly states?: readonly StateVisit[] };

/** The latest start first. */
export async function readExecutions(
  { records }: ReadExecutionsPorts,
  useCase: UseCase,
  page: Page,
): Promise<{
  readonly useCase: string;
  readonly executions: readonly ExecutionRecord[];
  readonly cursor?: string;
}> {
  const { records: found, cursor } = await records.query({
    pk: partitions.executions(useCase.name),
    index: 'byStatus',
    order: 'descending',
    ...page,
  });
  const executions = found.map((record) => parseRecord(record, executionRecordSchema));
  return { useCase: useCase.name, executions, ...(cursor === undefined ? {} : { cursor }) };
}

/** As Step Functions names executions. */
const pathSchema = z.object({
  name: z.string().check(
    z.refine((name) => /^[\w-]{1,80}$/.test(name), {
      error: '1 to 80 letters, digits, dashes or underscores',
    }),
  ),
});

/** Throws InvalidInputError for a name of another form, HttpProblem 404 for an unknown one. */
export async function readOneExecution(
  { records, history }: ReadExecutionsPorts,
  useCase: UseCase,
  path: Readonly<Record<string, string>>,
): Promise<ExecutionView> {
  const { name } = parseWith(pathSchema, path, 'path');
  const found = await readExecution(records, useCase.name, name);
  if (!found)
    throw notFound(`${useCase.name} has no execution of this name`, {
      field: 'name',
      got: 'a name that no execution has',
      expected: 'one that GET /executions lists',
    });
  const states = await history?.states(name);
  return states ? { ...found.data, states } : found.data;
}
