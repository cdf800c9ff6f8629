import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import { eventEdge, type EventHandler } from '../edge/event.ts';
import type { Logger } from '../edge/logger.ts';
import { contract } from './contract.ts';
import { notificationsOf, postOnce, type SlackPorts } from './slack-notifier.ts';

export { contract };

export const makeHandler = (
  ports: SlackPorts & { readonly useCases: UseCaseCatalog; readonly logger: Logger },
): EventHandler =>
  eventEdge({ ...ports, contract }, async (event) => {
    const results: string[] = [];
    for (const notification of notificationsOf(event)) results.push(await postOnce(ports, notification));
    return { results };
  });
