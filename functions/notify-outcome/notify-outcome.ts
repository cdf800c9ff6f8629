import type * as z from 'zod/mini';
import { closeExecution, type ClosePorts } from '../../domain/retraining/close-execution.ts';
import { StateInputError } from '../../domain/retraining/errors.ts';
import type { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import { outcomeReasons } from '../../domain/retraining/outcome-reasons.ts';

type Task = typeof machineTasks.NotifyOutcome;

/** Tells people, once, how a retraining ended and why, with the figures before and after. */
export async function notifyOutcome(
  ports: ClosePorts,
  payload: z.output<Task['input']>,
): Promise<z.output<Task['output']>> {
  const { outcome, executionName, useCase, trigger, evaluation, data } = payload;
  if (!outcome) throw new StateInputError('outcome: got nothing, expected what the way out has set');
  return closeExecution(ports, {
    executionName,
    useCase,
    trigger,
    outcome: outcome.name,
    reasons: outcomeReasons(payload),
    ...(evaluation ? { evaluation } : {}),
    ...(data ? { data } : {}),
  });
}
