import * as z from 'zod/mini';
import type { executionStateSchema } from '../../domain/api/schemas/retraining.ts';
import type { Json, VisitedState } from '../../domain/ports.ts';
import { visitOf } from '../../domain/retraining/state-visits.ts';
import { payloadSchema, type RetrainingPayload } from '../../domain/retraining/payload.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { notFound } from '../edge/problem.ts';
import { cut } from './cut.ts';
import { readOneExecutionRecord, type ReadExecutionsPorts } from './read-executions.ts';

type ExecutionState = z.output<typeof executionStateSchema>;
type Fields = Readonly<Record<string, unknown>>;

/** A function's error message; longer ones are cut. */
const longestMessage = 1_000;

/**
 * What one state was given, what it added, and how it failed: only fields that the payload's contract knows, none of which
 * holds anything about a patient. Throws HttpProblem 404 for an unknown execution or state.
 */
export async function readState(
  ports: ReadExecutionsPorts,
  useCase: UseCase,
  { name, state: id }: { readonly name: string; readonly state: number },
): Promise<ExecutionState> {
  await readOneExecutionRecord(ports, useCase, name);
  const state = await ports.history?.state(name, id);
  if (!state)
    throw notFound('this execution has no such state, or its states are not known any more', {
      field: 'state',
      got: String(id),
      expected: 'an id that GET /executions/{name} lists',
    });
  return viewOf(state);
}

export function viewOf(state: VisitedState): ExecutionState {
  const input = payloadOf(state.input);
  const output = state.output === undefined ? undefined : payloadOf(state.output);
  return {
    ...visitOf(state),
    input: input ? cutFields(input) : null,
    added: output ? cutFields(changed(input ?? {}, output)) : null,
    error: state.error ? { name: state.error.name, message: messageOf(state.error.cause) } : null,
  };
}

function payloadOf(json: Json): RetrainingPayload | undefined {
  const parsed = z.safeParse(payloadSchema, json);
  if (!parsed.success) return undefined;
  const { error } = parsed.data;
  if (error?.Cause === undefined) return parsed.data;
  return { ...parsed.data, error: { ...error, Cause: messageOf(error.Cause) } };
}

const changed = (before: Fields, after: Fields): Fields =>
  Object.fromEntries(
    Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key])),
  );

const cutFields = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, cut(value)]));

const causeSchema = z.object({ errorMessage: z.string() });

/** Lambda gives the message in JSON, with the trace, which is for the logs. */
function messageOf(cause: string): string {
  let message = cause;
  try {
    const parsed = z.safeParse(causeSchema, JSON.parse(cause));
    if (parsed.success) message = parsed.data.errorMessage;
  } catch {
    // The interpreter's own words.
  }
  return message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message;
}
