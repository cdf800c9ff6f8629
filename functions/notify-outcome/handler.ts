import type { ClosePorts } from '../../domain/retraining/close-execution.ts';
import { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import type { Logger } from '../edge/logger.ts';
import { taskEdge, type TaskHandler } from '../edge/task.ts';
import { contract } from './contract.ts';
import { notifyOutcome } from './notify-outcome.ts';

export { contract };

export function makeHandler(ports: ClosePorts & { readonly logger: Logger }): TaskHandler {
  const { input, output } = machineTasks.NotifyOutcome;
  return taskEdge({ contract, logger: ports.logger, input, output }, (event) => notifyOutcome(ports, event));
}
