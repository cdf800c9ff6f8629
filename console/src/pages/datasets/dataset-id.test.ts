import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { datasetIdText } from '../../../../domain/api/fields.ts';
import { datasetIdOf } from './dataset-id.ts';

const now = new Date('2026-11-24T12:34:56Z');

test.each([
  ['March 2026.csv', 'March-2026-20261124-123456'],
  ['Ärzte/Liste (1).CSV', 'A-rzte-Liste-1-20261124-123456'],
  ['.csv', 'table-20261124-123456'],
  ['数据.csv', 'table-20261124-123456'],
])('%s is %s', (fileName, id) => expect(datasetIdOf(fileName, now)).toBe(id));

test('whatever the file is called, the API takes the id', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      (name) => datasetIdText.parse(datasetIdOf(name, now)).length <= 63,
    ),
  );
});
