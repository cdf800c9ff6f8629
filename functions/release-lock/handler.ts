import { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import type { Logger } from '../edge/logger.ts';
import { taskEdge, type TaskHandler } from '../edge/task.ts';
import { releaseLock, type ReleaseLockPorts } from './release-lock.ts';
import { contract } from './contract.ts';

export { contract };

export function makeHandler(ports: ReleaseLockPorts & { readonly logger: Logger }): TaskHandler {
  const { input, output } = machineTasks.ReleaseLock;
  return taskEdge({ contract, logger: ports.logger, input, output }, (event) => releaseLock(ports, event));
}
