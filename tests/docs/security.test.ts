import { expect, test } from '@jest/globals';
import { expectedRows, rowsOf, securityPage } from './security-tables.ts';

/** Where one fails: `npm run docs:security`. */
test('which routes who may call is what the contracts say', () => {
  expect(rowsOf(securityPage(), 'routes')).toEqual(expectedRows.routes());
});

test('what each function may do is what its contract says', () => {
  expect(rowsOf(securityPage(), 'functions')).toEqual(expectedRows.functions());
});
