import { createHash } from 'node:crypto';
import { checkedObjectKey } from '../../domain/ids/object-key.ts';
import type { Notification } from '../../domain/events/notification.ts';
import type { PlatformEvent } from '../../domain/events/platform-event.ts';
import {
  ConditionFailedError,
  type Clock,
  type EventBus,
  type Ids,
  type JsonObject,
  type Metrics,
  type Notifier,
  type ObjectStore,
  type StoredObject,
} from '../../domain/ports.ts';

/** A clock that moves only when told to. */
export class FakeClock implements Clock {
  #now: number;
  constructor(start = '2026-01-05T08:00:00.000Z') {
    this.#now = Date.parse(start);
  }
  now(): Date {
    return new Date(this.#now);
  }
  advance(seconds: number): void {
    this.#now += seconds * 1000;
  }
}

/** 00000000000000000000000001, …2, …3 */
export class SequenceIds implements Ids {
  #last = 0;
  next(): string {
    this.#last += 1;
    return String(this.#last).padStart(26, '0');
  }
}

export class MemoryObjectStore implements ObjectStore {
  readonly #objects = new Map<string, StoredObject>();
  async get(key: string): Promise<StoredObject | undefined> {
    return this.#objects.get(checkedObjectKey(key));
  }
  async head(key: string): Promise<{ bytes: number; etag: string } | undefined> {
    const found = this.#objects.get(checkedObjectKey(key));
    return found && { bytes: found.body.byteLength, etag: found.etag };
  }
  async put(key: string, body: Uint8Array | string, options: { ifAbsent?: boolean } = {}): Promise<void> {
    checkedObjectKey(key);
    if (options.ifAbsent && this.#objects.has(key)) throw new ConditionFailedError(key);
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    this.#objects.set(key, { body: bytes, etag: createHash('sha256').update(bytes).digest('hex') });
  }
  async list(prefix: string): Promise<readonly string[]> {
    return [...this.#objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  }
  async delete(key: string): Promise<void> {
    this.#objects.delete(checkedObjectKey(key));
  }
}

export class RecordingNotifier implements Notifier {
  readonly sent: Notification[] = [];
  async notify(notification: Notification): Promise<void> {
    this.sent.push(notification);
  }
}

export class RecordingBus implements EventBus {
  readonly published: PlatformEvent[] = [];
  async publish(events: readonly PlatformEvent[]): Promise<void> {
    this.published.push(...events);
  }
}

export class RecordingMetrics implements Metrics {
  readonly counts: { name: string; value: number; dimensions: Readonly<Record<string, string>> }[] = [];
  count(name: string, value: number, dimensions: Readonly<Record<string, string>>): void {
    this.counts.push({ name, value, dimensions });
  }
  milliseconds(): void {
    // Latencies are not asserted.
  }
}

export class RecordingChat {
  readonly messages: JsonObject[] = [];
  async post(message: JsonObject): Promise<void> {
    this.messages.push(message);
  }
}
