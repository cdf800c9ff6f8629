import { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import type { Logger } from '../edge/logger.ts';
import { taskEdge, type TaskHandler } from '../edge/task.ts';
import { evaluateModel, type EvaluatePorts } from './evaluate-model.ts';
import { contract } from './contract.ts';

export { contract };

export function makeHandler(ports: EvaluatePorts & { readonly logger: Logger }): TaskHandler {
  const { input, output } = machineTasks.EvaluateModel;
  return taskEdge({ contract, logger: ports.logger, input, output }, (event) => evaluateModel(ports, event));
}
