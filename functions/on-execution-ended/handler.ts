import type { TidyPorts } from '../../domain/retraining/tidy-execution.ts';
import { eventEdge, type EventHandler } from '../edge/event.ts';
import type { Logger } from '../edge/logger.ts';
import { contract } from './contract.ts';
import { onExecutionEnded } from './on-execution-ended.ts';

export { contract };

export const makeHandler = (ports: TidyPorts & { readonly logger: Logger }): EventHandler =>
  eventEdge({ contract, logger: ports.logger }, (event) => onExecutionEnded(ports, event));
