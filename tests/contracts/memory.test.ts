import { MemoryObjectStore } from '../support/doubles.ts';
import { MemoryRecordStore } from '../support/memory-records.ts';
import { objectStoreContract } from './object-store.contract.ts';
import { recordStoreContract } from './record-store.contract.ts';

recordStoreContract('in memory', async () => ({ store: new MemoryRecordStore() }));
objectStoreContract('in memory', async () => ({ store: new MemoryObjectStore() }));
