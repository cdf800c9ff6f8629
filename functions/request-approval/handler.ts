import * as z from 'zod/mini';
import { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import type { Logger } from '../edge/logger.ts';
import { taskEdge, type TaskHandler } from '../edge/task.ts';
import { contract } from './contract.ts';
import { requestApproval, type RequestApprovalPorts } from './request-approval.ts';

export { contract };

/** The machine does not see it: it waits for the token. */
const output = z.object({ asked: z.boolean() });

export function makeHandler(ports: RequestApprovalPorts & { readonly logger: Logger }): TaskHandler {
  const { input } = machineTasks.RequestApproval;
  return taskEdge({ contract, logger: ports.logger, input, output }, (event) =>
    requestApproval(ports, event),
  );
}
