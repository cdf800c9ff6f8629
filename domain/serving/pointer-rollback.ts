import {
  ConditionFailedError,
  ThrottledError,
  type Clock,
  type Deployer,
  type RecordStore,
  type RecordWrite,
} from '../ports.ts';
import { StaleGenerationError } from '../retraining/errors.ts';
import type { ServingState } from './serving-state.ts';
import { readServing, servingWrite } from './serving-store.ts';

interface PointerDeps {
  readonly records: RecordStore;
  readonly clock: Clock;
}

/** Others write the record only when a deployment begins, ends or is taken back: two in a row are rare, five a defect. */
const maxTries = 5;

/**
 * Changes the serving record by what `change` makes of it; undefined leaves it. Repeats where somebody else was faster.
 * @param fence goes into the same transaction; made anew for each attempt.
 * @throws StaleGenerationError where a newer generation has acted; ThrottledError after five attempts.
 */
export async function changeServing(
  deps: PointerDeps,
  request: { readonly useCase: string; readonly generation: number },
  change: (state: ServingState, now: string) => ServingState | undefined,
  fence?: () => Promise<RecordWrite>,
): Promise<ServingState> {
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const before = await readServing(deps.records, request.useCase);
    if (before.data.generation > request.generation)
      throw new StaleGenerationError(
        `${request.useCase}: a deployment of generation ${request.generation} meets generation ${before.data.generation}; this execution must end without effect`,
      );
    const next = change(before.data, deps.clock.now().toISOString());
    if (!next) return before.data;
    const write = servingWrite({ ...next, generation: request.generation }, before);
    const guard = fence ? [await fence()] : [];
    try {
      await deps.records.write([write, ...guard]);
      return next;
    } catch (error) {
      if (!(error instanceof ConditionFailedError)) throw error;
    }
  }
  throw new ThrottledError(`${request.useCase}: the serving record changed ${maxTries} times meanwhile`);
}

/** The rollback of a deployment that flipped the pointer: all that tidying up needs of a deployer. */
export const pointerRollback = (deps: PointerDeps): Pick<Deployer, 'rollback'> => ({
  async rollback(request) {
    const state = await changeServing(deps, request, (before, now) => {
      const { deployment, previous } = before;
      if (deployment?.deploymentId !== request.deploymentId || deployment.status === 'RolledBack')
        return undefined;
      return {
        ...before,
        live: previous && { ...previous, since: now },
        previous: null,
        deployment: { ...deployment, status: 'RolledBack' },
      };
    });
    return { restoredVersion: state.live?.version ?? null };
  },
});
