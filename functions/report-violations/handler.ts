import { eventEdge, type EventHandler } from '../edge/event.ts';
import type { Logger } from '../edge/logger.ts';
import { contract } from './contract.ts';
import { reportViolations, type ViolationPorts } from './report-violations.ts';

export { contract };

export const makeHandler = (ports: ViolationPorts & { readonly logger: Logger }): EventHandler =>
  eventEdge({ contract, logger: ports.logger }, (event) => reportViolations(ports, event));
