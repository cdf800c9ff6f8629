import type { JsonObject } from '../../domain/ports.ts';
import type { Execution } from './execution-store.ts';
import { delivered, localAccount, localRegion } from './scoped-ports.ts';

const stateMachineArn = (machine: string): string =>
  `arn:aws:states:${localRegion}:${localAccount}:stateMachine:${machine}`;

export const executionArn = (machine: string, name: string): string =>
  `arn:aws:states:${localRegion}:${localAccount}:execution:${machine}:${name}`;

/** `Step Functions Execution Status Change` in the shape in which Step Functions puts it on the event bus. */
export function statusChangeEvent(machine: string, execution: Execution, id: string, time: Date): JsonObject {
  const arn = executionArn(machine, execution.name);
  const { name, status, input, output, error, cause, startedAt, endedAt } = execution;
  return delivered({
    id,
    time: time.toISOString(),
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [arn],
    detail: {
      executionArn: arn,
      stateMachineArn: stateMachineArn(machine),
      name,
      status,
      startDate: startedAt,
      stopDate: endedAt,
      input: JSON.stringify(input),
      output: status === 'SUCCEEDED' ? JSON.stringify(output) : null,
      inputDetails: { included: true },
      outputDetails: status === 'SUCCEEDED' ? { included: true } : null,
      error,
      cause,
    },
  });
}
