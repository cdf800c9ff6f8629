import type { StateVisit } from '../../domain/ports.ts';
import type { StoredHistoryEvent } from './execution-store.ts';

/** The states that an execution went through, from its history. */
export function visitsOf(history: readonly StoredHistoryEvent[]): readonly StateVisit[] {
  const visits: StateVisit[] = [];
  const end = (status: StateVisit['status'], at: Date) => {
    const last = visits.pop();
    if (last) visits.push(last.status === 'Running' ? { ...last, status, exitedAt: at.toISOString() } : last);
  };
  for (const { type, state, at } of history) {
    if (type === 'StateEntered')
      visits.push({ name: state ?? '', enteredAt: at.toISOString(), status: 'Running' });
    if (type === 'StateExited') end('Succeeded', at);
    if (type === 'ErrorCaught' || type === 'ExecutionFailed' || type === 'ExecutionAborted')
      end('Failed', at);
  }
  return visits;
}
