import type { ExecutionStatus, StateMachine } from '../../domain/ports.ts';
import type { OutcomeName } from '../../domain/retraining/outcome.ts';
import { hasDeployed, tidyExecution, type TidyPorts } from '../../domain/retraining/tidy-execution.ts';
import { triggerOfExecution } from '../../domain/retraining/trigger-record.ts';
import { startExecution } from './start-execution.ts';

const outcomes: Readonly<Record<Exclude<ExecutionStatus, 'RUNNING'>, OutcomeName>> = {
  TIMED_OUT: 'TimedOut',
  ABORTED: 'Aborted',
  // Its last states failed: what it came to stands in its event alone, unless it deployed.
  FAILED: 'Aborted',
  SUCCEEDED: 'Aborted',
};

/**
 * What the execution that holds the lock does. One that was never started, because its trigger was cut short, is started;
 * one that has ended without tidying up is tidied up, and the lock is free.
 */
export async function settleHolder(
  ports: TidyPorts & { readonly machine: Pick<StateMachine, 'start' | 'describe'> },
  useCase: string,
  holder: string,
): Promise<'runs' | 'ended'> {
  const execution = await ports.machine.describe(holder);
  if (execution?.status === 'RUNNING') return 'runs';
  if (!execution) {
    const trigger = await triggerOfExecution(ports.records, useCase, holder);
    if (trigger?.data.input) {
      await startExecution(ports, trigger.data);
      return 'runs';
    }
  }
  const deployed = await hasDeployed(ports.records, { useCase, executionName: holder });
  await tidyExecution(ports, {
    useCase,
    executionName: holder,
    outcome: deployed ? 'Deployed' : execution ? outcomes[execution.status] : 'Aborted',
    reasons: [
      'the execution ended without its way out; it was tidied up when the next retraining was asked for',
    ],
  });
  return 'ended';
}
