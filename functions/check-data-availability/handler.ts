import { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import type { Logger } from '../edge/logger.ts';
import { taskEdge, type TaskHandler } from '../edge/task.ts';
import { checkDataAvailability, type CheckDataPorts } from './check-data-availability.ts';
import { contract } from './contract.ts';

export { contract };

export function makeHandler(ports: CheckDataPorts & { readonly logger: Logger }): TaskHandler {
  const { input, output } = machineTasks.CheckDataAvailability;
  return taskEdge({ contract, logger: ports.logger, input, output }, (event) =>
    checkDataAvailability(ports, event),
  );
}
