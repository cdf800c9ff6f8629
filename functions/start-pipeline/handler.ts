import { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import type { Logger } from '../edge/logger.ts';
import { taskEdge, type TaskHandler } from '../edge/task.ts';
import { contract } from './contract.ts';
import { startPipeline, type StartPipelinePorts } from './start-pipeline.ts';

export { contract };

export function makeHandler(ports: StartPipelinePorts & { readonly logger: Logger }): TaskHandler {
  const { input, output } = machineTasks.StartPipeline;
  return taskEdge({ contract, logger: ports.logger, input, output }, (event) => startPipeline(ports, event));
}
