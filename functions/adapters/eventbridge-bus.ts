import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import * as z from 'zod/mini';
import { detailOf } from '../../domain/events/envelope.ts';
import type { PlatformEvent } from '../../domain/events/platform-event.ts';
import { ThrottledError, type EventBus } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { clientSettings } from './clients.ts';
import { parseEnvironment, type Environment } from './environment.ts';
import { calling, isThrottlingName } from './errors.ts';

/** PutEvents takes ten. */
const batchSize = 10;
/** Entries fail one by one inside an answer that is a success, so the SDK does not retry them: we do, within 0.5 s. */
const retryDelaysMs = [100, 400];

type Entry = PutEventsRequestEntry;

/** EventBus on an EventBridge bus. The event's id travels in its detail, see domain/events/envelope.ts. */
export class EventBridgeBus implements EventBus {
  readonly #client: EventBridgeClient;
  readonly #busName: string;
  readonly #wait: (ms: number) => Promise<unknown>;

  constructor(
    client: EventBridgeClient,
    busName: string,
    wait = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms)),
  ) {
    this.#client = client;
    this.#busName = busName;
    this.#wait = wait;
  }

  async publish(events: readonly PlatformEvent[]): Promise<void> {
    const entries = events.map((event): Entry => ({
      EventBusName: this.#busName,
      Source: event.source,
      DetailType: event.detailType,
      Time: new Date(event.time),
      Detail: JSON.stringify(detailOf(event)),
    }));
    for (let from = 0; from < entries.length; from += batchSize)
      await this.#putAll(entries.slice(from, from + batchSize));
  }

  async #putAll(entries: readonly Entry[]): Promise<void> {
    let failure = await this.#put(entries);
    for (const delay of retryDelaysMs) {
      if (!failure) return;
      await this.#wait(delay);
      failure = await this.#put(failure.entries);
    }
    if (!failure) return;
    const message = `publishing events: ${failure.entries.length} of ${entries.length} were not taken: ${failure.codes.join(', ')}`;
    if (failure.codes.some(isThrottlingName)) throw new ThrottledError(message);
    if (failure.codes.includes('InternalFailure') || failure.codes.includes('InternalException'))
      throw new ServiceUnavailableError(message);
    throw new Error(message);
  }

  async #put(
    entries: readonly Entry[],
  ): Promise<{ readonly entries: readonly Entry[]; readonly codes: readonly string[] } | undefined> {
    const answer = await calling('publishing events', () =>
      this.#client.send(new PutEventsCommand({ Entries: [...entries] })),
    );
    if (!answer.FailedEntryCount) return undefined;
    const results = answer.Entries ?? [];
    const failed = entries.filter((_, i) => results[i]?.ErrorCode !== undefined);
    const codes = [
      ...new Set(results.flatMap(({ ErrorCode }) => (ErrorCode === undefined ? [] : [ErrorCode]))),
    ];
    return { entries: failed, codes };
  }
}

const schema = z.object({ EVENT_BUS_NAME: z.string().check(z.minLength(1)) });

/** @throws InvalidInputError that names a missing variable. */
export const eventBridgeBus = (environment: Environment): EventBus =>
  new EventBridgeBus(
    new EventBridgeClient(clientSettings()),
    parseEnvironment(schema, environment, 'the event bus').EVENT_BUS_NAME,
  );
