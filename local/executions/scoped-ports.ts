import { AsyncLocalStorage } from 'node:async_hooks';
import { detailOf } from '../../domain/events/envelope.ts';
import type { EventBus, Ids, JsonObject, Notifier, RecordStore } from '../../domain/ports.ts';
import { toJson } from '../../domain/records/typed.ts';
import type { SqliteRecordStore } from '../adapters/sqlite-records.ts';
import type { Deliveries } from '../bus/deliveries.ts';
import { UnitOfWork } from './unit-of-work.ts';

/** Where this machine's events come from. */
export const localAccount = '000000000000';
export const localRegion = 'local';

/** An event as EventBridge hands it to its targets. */
export const delivered = (event: {
  readonly id: string;
  readonly time: string;
  readonly source: string;
  readonly detailType: string;
  readonly resources?: readonly string[];
  readonly detail: object;
}): JsonObject =>
  toJson({
    version: '0',
    id: event.id,
    'detail-type': event.detailType,
    source: event.source,
    account: localAccount,
    time: event.time,
    region: localRegion,
    resources: event.resources ?? [],
    detail: event.detail,
  });

export interface ScopedPorts {
  readonly records: RecordStore;
  readonly bus: EventBus;
  readonly notifier: Notifier;
  /** Runs a state's function: whatever it does through these ports goes into its unit of work. */
  within<T>(unit: UnitOfWork, run: () => Promise<T>): Promise<T>;
  newUnit(): UnitOfWork;
}

/**
 * The ports that functions are made with, once: called for a state of the machine they act on that state's unit of work,
 * called for anything else directly on the platform.
 */
export function scopedPorts(deps: {
  readonly records: SqliteRecordStore;
  readonly deliveries: Deliveries;
  readonly ids: Ids;
}): ScopedPorts {
  const { records, deliveries, ids } = deps;
  const scope = new AsyncLocalStorage<UnitOfWork>();
  const store = (): RecordStore => scope.getStore() ?? records;
  const publish = async (topic: 'events' | 'alerts', messages: readonly JsonObject[]): Promise<void> => {
    const unit = scope.getStore();
    if (unit) unit.publish(topic, messages);
    else await deliveries.publish(topic, messages);
  };
  return {
    records: {
      get: (key) => store().get(key),
      query: (query) => store().query(query),
      write: (writes) => store().write(writes),
    },
    bus: {
      publish: (events) =>
        publish(
          'events',
          events.map((event) => delivered({ ...event, id: ids.next(), detail: detailOf(event) })),
        ),
    },
    notifier: { notify: (notification) => publish('alerts', [toJson(notification)]) },
    within: (unit, run) => scope.run(unit, run),
    newUnit: () => new UnitOfWork(records),
  };
}
