import { afterAll, beforeAll, describe } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RecordStore } from '../../domain/ports.ts';
import { recordConditions } from './record-conditions.ts';
import { recordModel } from './record-model.ts';
import { recordQueries } from './record-queries.ts';
import { recordTransactions } from './record-transactions.ts';
import { recordValues } from './record-values.ts';

export interface MadeStore {
  readonly store: RecordStore;
  readonly cleanup?: () => Promise<void>;
}

/** What each part of the suite gets. */
export interface RecordStoreUnderTest {
  readonly store: () => RecordStore;
  /** A partition key that no other test uses: the tests share one store. */
  readonly partition: (hint: string) => string;
}

/**
 * Holds for every RecordStore. The store is made once for the suite.
 * @param options.modelRuns sequences of the model-based test; fewer where a write costs milliseconds
 */
export function recordStoreContract(
  name: string,
  makeStore: () => Promise<MadeStore>,
  options: { readonly modelRuns?: number } = {},
): void {
  describe(`RecordStore: ${name}`, () => {
    let made: MadeStore | undefined;
    beforeAll(async () => {
      made = await makeStore();
    });
    afterAll(() => made?.cleanup?.());

    const underTest: RecordStoreUnderTest = {
      store: () => {
        if (!made) throw new Error('the store is made in beforeAll');
        return made.store;
      },
      partition: (hint) => `${hint}#${randomUUID()}`,
    };
    recordValues(underTest);
    recordConditions(underTest);
    recordTransactions(underTest);
    recordQueries(underTest);
    recordModel(underTest, options.modelRuns ?? 60);
  });
}
