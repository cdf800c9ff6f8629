import type * as z from 'zod/mini';
import type { Clock, Notifier, RecordStore } from '../../domain/ports.ts';
import { approvalWrite, readApproval, type ApprovalRequest } from '../../domain/registry/approval.ts';
import { fenceWrite } from '../../domain/retraining/lock.ts';
import type { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import { metricChanges } from '../../domain/retraining/outcome-notification.ts';

export interface RequestApprovalPorts {
  readonly records: RecordStore;
  readonly notifier: Notifier;
  readonly clock: Clock;
}

type Input = z.output<typeof machineTasks.RequestApproval.input>;

/**
 * Asks people for a decision. Delivered again it holds a new token, which replaces the old one: the old one's task is gone,
 * and who has decided meanwhile was told to repeat it.
 * @throws StaleGenerationError where the lock went to somebody else.
 */
export async function requestApproval(
  ports: RequestApprovalPorts,
  input: Input,
): Promise<{ asked: boolean }> {
  const { executionName, useCase, generation, evaluation, taskToken } = input;
  const before = await readApproval(ports.records, useCase, evaluation.version);
  const request = before?.data ?? newRequest(input, ports.clock.now());
  await ports.records.write([
    approvalWrite({ ...request, token: taskToken }, before),
    await fenceWrite(ports.records, useCase, executionName, generation),
  ]);
  if (request.status !== 'Waiting') return { asked: false };
  await ports.notifier.notify({
    key: `${executionName}/approval`,
    severity: 'warning',
    topic: 'approval',
    useCase,
    title: `Version ${evaluation.version} waits for approval`,
    reasons: evaluation.reasons,
    facts: {
      trigger: input.trigger.reason,
      ...(input.trigger.explanation === undefined ? {} : { because: input.trigger.explanation }),
      until: request.deadline,
    },
    metrics: metricChanges(evaluation),
    link: `/models/${evaluation.version}?useCase=${useCase}`,
    at: request.requestedAt,
  });
  return { asked: true };
}

function newRequest(input: Input, now: Date): ApprovalRequest {
  const { requestedBy } = input.trigger;
  return {
    useCase: input.useCase,
    version: input.evaluation.version,
    executionName: input.executionName,
    token: input.taskToken,
    status: 'Waiting',
    requestedAt: now.toISOString(),
    deadline: new Date(now.getTime() + input.approvalSeconds * 1000).toISOString(),
    ...(requestedBy === undefined ? {} : { requestedBy }),
  };
}
