import { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import type { Logger } from '../edge/logger.ts';
import { taskEdge, type TaskHandler } from '../edge/task.ts';
import { checkDeployment, type CheckDeploymentPorts } from './check-deployment.ts';
import { contract } from './contract.ts';

export { contract };

export function makeHandler(ports: CheckDeploymentPorts & { readonly logger: Logger }): TaskHandler {
  const { input, output } = machineTasks.CheckDeployment;
  return taskEdge({ contract, logger: ports.logger, input, output }, (event) =>
    checkDeployment(ports, event),
  );
}
