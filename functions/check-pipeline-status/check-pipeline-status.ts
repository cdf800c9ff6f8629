import type * as z from 'zod/mini';
import type { Clock, PipelineRunner } from '../../domain/ports.ts';
import type { machineTasks } from '../../domain/retraining/machine-tasks.ts';

export interface PipelineStatusPorts {
  readonly pipelines: PipelineRunner;
  readonly clock: Clock;
}

type Task = typeof machineTasks.CheckPipelineStatus;

/** How a training goes, and for how long already. With `action: "stop"` it is stopped first; no error where it has ended. */
export async function checkPipelineStatus(
  { pipelines, clock }: PipelineStatusPorts,
  { action, pipelineExecutionId, startedAt }: z.output<Task['input']>,
): Promise<z.output<Task['output']>> {
  if (action === 'stop') await pipelines.stop(pipelineExecutionId);
  const { status, failureReason = null } = await pipelines.describe(pipelineExecutionId);
  const elapsedSeconds = (clock.now().getTime() - Date.parse(startedAt)) / 1000;
  return { status, elapsedSeconds, failureReason };
}
