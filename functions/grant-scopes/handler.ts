import { eventEdge, type EventHandler } from '../edge/event.ts';
import type { Logger } from '../edge/logger.ts';
import { contract } from './contract.ts';
import { grantScopes } from './grant-scopes.ts';

export { contract };

export const makeHandler = (ports: { readonly logger: Logger }): EventHandler =>
  eventEdge({ ...ports, contract }, (event) => Promise.resolve(grantScopes(event)));
