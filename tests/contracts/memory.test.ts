import { Ulids } from '../../domain/ids/ulid.ts';
import {
  FakeClock,
  MemoryObjectStore,
  RecordingBus,
  RecordingNotifier,
  SequenceIds,
} from '../support/doubles.ts';
import { MemoryRecordStore } from '../support/memory-records.ts';
import { eventBusContract } from './event-bus.contract.ts';
import { idsContract } from './ids.contract.ts';
import { notifierContract } from './notifier.contract.ts';
import { objectStoreContract } from './object-store.contract.ts';
import { pseudonymizerContract } from './pseudonymizer.contract.ts';
import { recordStoreContract } from './record-store.contract.ts';
import { pseudonymOf } from '../../domain/ids/pseudonym.ts';

recordStoreContract('in memory', async () => ({ store: new MemoryRecordStore() }));
objectStoreContract('in memory', async () => ({ store: new MemoryObjectStore() }));
eventBusContract('in memory', async () => {
  const bus = new RecordingBus();
  return { bus, delivered: async () => bus.published };
});
notifierContract('in memory', async () => {
  const notifier = new RecordingNotifier();
  return { notifier, received: async () => notifier.sent };
});
idsContract('a sequence', () => new SequenceIds());
idsContract('ULIDs, with a clock that stands', () => new Ulids(new FakeClock()));
pseudonymizerContract('HMAC-SHA-256', async (key) => ({
  pseudonym: async (patientId) => pseudonymOf(key, patientId),
}));
