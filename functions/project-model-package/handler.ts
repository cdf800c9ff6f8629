import { eventEdge, type EventHandler } from '../edge/event.ts';
import type { Logger } from '../edge/logger.ts';
import { contract } from './contract.ts';
import { projectModelPackage, type ProjectionPorts } from './project-model-package.ts';

export { contract };

export const makeHandler = (ports: ProjectionPorts & { readonly logger: Logger }): EventHandler =>
  eventEdge({ contract, logger: ports.logger }, (event) => projectModelPackage(ports, event));
