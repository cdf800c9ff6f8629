import { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import type { Logger } from '../edge/logger.ts';
import { taskEdge, type TaskHandler } from '../edge/task.ts';
import { approveModel, type ApprovePorts } from './approve-model.ts';
import { contract } from './contract.ts';

export { contract };

export function makeHandler(ports: ApprovePorts & { readonly logger: Logger }): TaskHandler {
  const { input, output } = machineTasks.ApproveModel;
  return taskEdge({ contract, logger: ports.logger, input, output }, (event) => approveModel(ports, event));
}
