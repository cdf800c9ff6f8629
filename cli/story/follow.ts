import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionView, ModelView, StoryApi } from './api.ts';
import type { Narrator } from './narrator.ts';

/** Often enough that a state of a few milliseconds is told as it happens, seldom enough to cost nothing. */
const oftenMilliseconds = 20;

/** Told by the story in its own words, or only plumbing. */
const untold = /\?$|^(Wait|Success|Failure|ReleaseLock|NotifyOutcome)/;

/**
 * Watches an execution to its end, tells its states as they are passed, and approves what asks for approval once `approve`
 * says so.
 * @throws Error where it has not ended after `options.patienceSeconds`.
 */
export async function follow(
  api: StoryApi,
  narrator: Narrator,
  name: string,
  approve: (model: ModelView) => Promise<void>,
  options: { readonly patienceSeconds?: number; readonly pollMilliseconds?: number } = {},
): Promise<ExecutionView> {
  const { patienceSeconds = 60, pollMilliseconds = oftenMilliseconds } = options;
  const deadline = performance.now() + patienceSeconds * 1000;
  let told = 0;
  let approved = false;
  for (;;) {
    const execution = await api.execution(name);
    const states = execution.states ?? [];
    for (const state of states.slice(told)) {
      if (!untold.test(state.name))
        narrator.step(state.name, state.name === execution.outcome ? 'green' : 'dim');
    }
    told = states.length;
    if (execution.status !== 'Running') {
      narrator.endSteps();
      return execution;
    }
    if (!approved && states.at(-1)?.name === 'RequestApproval') {
      const waiting = (await api.models()).find(
        (model) => model.executionName === name && model.status === 'PendingManualApproval',
      );
      if (waiting) {
        approved = await approve(waiting).then(
          () => true,
          () => false, // The question is not on the table yet: ask again in a moment.
        );
      }
    }
    if (performance.now() > deadline)
      throw new Error(
        `execution ${name} has not ended after ${patienceSeconds} s; its last state is ${states.at(-1)?.name ?? 'unknown'}`,
      );
    await sleep(pollMilliseconds);
  }
}
