import type { Logger } from '../edge/logger.ts';
import { taskEdge, type TaskHandler } from '../edge/task.ts';
import { contract } from './contract.ts';
import { deployInputSchema, deployModel, deployOutputSchema, type DeployPorts } from './deploy-model.ts';

export { contract };

export const makeHandler = (ports: DeployPorts & { readonly logger: Logger }): TaskHandler =>
  taskEdge(
    { contract, logger: ports.logger, input: deployInputSchema, output: deployOutputSchema },
    (event) => deployModel(ports, event),
  );
