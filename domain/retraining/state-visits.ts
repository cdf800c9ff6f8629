import type { Json, StateVisit, VisitedState } from '../ports.ts';

/** What an interpreter wrote down, as far as it says how a state went. Ids grow. */
export type HistoryStep = { readonly id: number; readonly at: Date } & (
  | { readonly kind: 'entered'; readonly name: string; readonly input: Json }
  /** The state's task failed: caught, tried once more, or the end of the execution, as the next steps say. */
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string }
  | { readonly kind: 'retried' }
  | { readonly kind: 'caught' }
  | { readonly kind: 'exited'; readonly output: Json }
  /** The execution ended otherwise than well. */
  | { readonly kind: 'broken-off'; readonly error: string; readonly cause: string }
);

/**
 * The states that an execution went through, in the order in which they were entered. A failure that a retry made good
 * leaves a state that succeeded; one that a Catch took, or that ended the execution, leaves it failed, with the error.
 */
export function visitedStates(steps: Iterable<HistoryStep>): readonly VisitedState[] {
  const visits: VisitedState[] = [];
  let failure: VisitedState['error'];
  const replaceLast = (change: (last: VisitedState) => VisitedState): void => {
    const last = visits.pop();
    if (last) visits.push(last.status === 'Running' ? change(last) : last);
  };
  for (const step of steps) {
    const at = step.at.toISOString();
    switch (step.kind) {
      case 'entered':
        failure = undefined;
        visits.push({ id: step.id, name: step.name, enteredAt: at, status: 'Running', input: step.input });
        break;
      case 'failed':
        failure = { name: step.error, cause: step.cause };
        break;
      case 'retried':
        failure = undefined;
        break;
      case 'caught':
        replaceLast((last) => ({ ...last, status: 'Failed', exitedAt: at, ...errorOf(failure) }));
        break;
      case 'exited':
        replaceLast((last) => ({
          ...last,
          status: failure ? 'Failed' : 'Succeeded',
          exitedAt: at,
          output: step.output,
          ...errorOf(failure),
        }));
        break;
      case 'broken-off': {
        const error = failure ?? { name: step.error, cause: step.cause };
        replaceLast((last) => ({ ...last, status: 'Failed', exitedAt: at, error }));
      }
    }
  }
  return visits;
}

/** Without what went in and came out. */
export const visitOf = ({ id, name, enteredAt, exitedAt, status }: VisitedState): StateVisit => ({
  id,
  name,
  enteredAt,
  ...(exitedAt === undefined ? {} : { exitedAt }),
  status,
});

const errorOf = (error: VisitedState['error']) => (error ? { error } : {});
