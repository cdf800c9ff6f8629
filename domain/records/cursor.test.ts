import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './cursor.ts';

const record = { pk: 'p', sk: 's', data: {}, version: 1, indexes: { byStatus: { pk: 'open', sk: '7' } } };

test('gives back the place, in the table and in an index', () => {
  expect(decodeCursor(encodeCursor({ pk: 'p' }, record), { pk: 'p' })).toEqual({
    at: { pk: 'p', sk: 's' },
    key: { pk: 'p', sk: 's' },
  });
  const query = { pk: 'open', index: 'byStatus' } as const;
  expect(decodeCursor(encodeCursor(query, record), query)).toEqual({
    at: { pk: 'open', sk: '7' },
    key: { pk: 'p', sk: 's' },
  });
});

test('a record that is not in the index has no place there', () => {
  expect(() => encodeCursor({ pk: 'p', index: 'byPatient' }, record)).toThrow('the query has found');
});

test('any other text is refused, and never anything else thrown', () => {
  const query = { pk: 'p' };
  const forged = fc.json().map((json) => Buffer.from(json).toString('base64url'));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), forged), (text) => {
      expect(() => decodeCursor(text, query)).toThrow(
        'record query: cursor: got a text that no page of this query gave',
      );
    }),
  );
  const elsewhere = Buffer.from(JSON.stringify(['', 'p', 's', 'q', 's'])).toString('base64url');
  expect(() => decodeCursor(elsewhere, query)).toThrow('cursor');
});
