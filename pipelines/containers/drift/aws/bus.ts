import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { detailOf } from '../../../../domain/events/envelope.ts';
import type { PlatformEvent } from '../../../../domain/events/platform-event.ts';

/** Puts an event on a bus, its id inside the detail. @throws Error where the bus did not take it. */
export async function putEvent(client: EventBridgeClient, bus: string, event: PlatformEvent): Promise<void> {
  const { FailedEntryCount, Entries } = await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: bus,
          Source: event.source,
          DetailType: event.detailType,
          Time: new Date(event.time),
          Detail: JSON.stringify(detailOf(event)),
        },
      ],
    }),
  );
  if (FailedEntryCount)
    throw new Error(
      `event bus ${bus}: the event was not taken (${Entries?.[0]?.ErrorCode ?? 'no reason given'}); the next run sends it again`,
    );
}
