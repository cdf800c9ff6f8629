import type { ExecutionHistory, RecordStore, StateVisit } from '../../domain/ports.ts';
import { partitions } from '../../domain/records/keys.ts';
import { parseRecord } from '../../domain/records/typed.ts';
import {
  executionRecordSchema,
  readExecution,
  type ExecutionRecord,
} from '../../domain/registry/execution.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
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

/** Throws HttpProblem 404 for an unknown name. */
export async function readOneExecution(
  ports: ReadExecutionsPorts,
  useCase: UseCase,
  name: string,
): Promise<ExecutionView> {
  const execution = await readOneExecutionRecord(ports, useCase, name);
  const states = await ports.history?.states(name);
  return states ? { ...execution, states } : execution;
}

/** Without its states. Throws HttpProblem 404 for an unknown name. */
export async function readOneExecutionRecord(
  { records }: ReadExecutionsPorts,
  useCase: UseCase,
  name: string,
): Promise<ExecutionRecord> {
  const found = await readExecution(records, useCase.name, name);
  if (found) return found.data;
  throw notFound(`${useCase.name} has no execution of this name`, {
    field: 'name',
    got: 'a name that no execution has',
    expected: 'one that GET /executions lists',
  });
}
