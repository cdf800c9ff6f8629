import * as z from 'zod/mini';
import { parseWith } from '../validation/parse.ts';
import { platformEventSchema, type PlatformEvent } from './platform-event.ts';

/** An event as EventBridge delivers it; the bus of the local platform does the same. */
const deliveredSchema = z.object({
  source: z.string(),
  'detail-type': z.string(),
  time: z.string(),
  detail: z.looseObject({ eventId: z.string() }),
});

/** What goes on the bus as `detail`. The id travels inside: EventBridge gives each delivery an id of its own. */
export const detailOf = (event: PlatformEvent): PlatformEvent['detail'] & { readonly eventId: string } => ({
  ...event.detail,
  eventId: event.id,
});

/** The event behind a delivery. Throws InvalidInputError where it is not one of ours. */
export function platformEventOf(delivered: unknown): PlatformEvent {
  const { source, 'detail-type': detailType, time, detail } = parseWith(deliveredSchema, delivered, 'event');
  return parseWith(platformEventSchema, { id: detail.eventId, time, source, detailType, detail }, 'event');
}
