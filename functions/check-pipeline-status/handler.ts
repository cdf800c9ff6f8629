import { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import type { Logger } from '../edge/logger.ts';
import { taskEdge, type TaskHandler } from '../edge/task.ts';
import { checkPipelineStatus, type PipelineStatusPorts } from './check-pipeline-status.ts';
import { contract } from './contract.ts';

export { contract };

export function makeHandler(ports: PipelineStatusPorts & { readonly logger: Logger }): TaskHandler {
  const { input, output } = machineTasks.CheckPipelineStatus;
  return taskEdge({ contract, logger: ports.logger, input, output }, (event) =>
    checkPipelineStatus(ports, event),
  );
}
