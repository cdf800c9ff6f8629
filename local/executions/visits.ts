import type { Json } from '../../domain/ports.ts';
import type { HistoryStep } from '../../domain/retraining/state-visits.ts';
import type { StoredHistoryEvent } from './execution-store.ts';

/** What the history of an execution says of its states. */
export function historySteps(history: readonly StoredHistoryEvent[]): readonly HistoryStep[] {
  return history.flatMap((event) => {
    const step = stepOf(event);
    return step ? [{ ...step, id: event.seq, at: event.at }] : [];
  });
}

type Step = HistoryStep extends infer S ? (S extends HistoryStep ? Omit<S, 'id' | 'at'> : never) : never;

function stepOf({ type, state, detail }: StoredHistoryEvent): Step | undefined {
  switch (type) {
    case 'StateEntered':
      return { kind: 'entered', name: state ?? '', input: field(detail, 'input') };
    case 'StateExited':
      return { kind: 'exited', output: field(detail, 'output') };
    case 'StateFailed':
    case 'TaskTimedOut':
      return { kind: 'failed', ...told(detail) };
    case 'RetryScheduled':
      return { kind: 'retried' };
    case 'ErrorCaught':
      return { kind: 'caught' };
    case 'ExecutionFailed':
    case 'ExecutionAborted':
      return { kind: 'broken-off', ...told(detail) };
    default:
      return undefined;
  }
}

const told = (detail: Json): { readonly error: string; readonly cause: string } => ({
  error: textOf(field(detail, 'error')),
  cause: textOf(field(detail, 'cause')),
});
const textOf = (value: Json): string => (typeof value === 'string' ? value : '');

function field(detail: Json, name: string): Json {
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) return null;
  return new Map(Object.entries(detail)).get(name) ?? null;
}
