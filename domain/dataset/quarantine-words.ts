import type { QuarantineReason } from './cell.ts';

/** What is wrong with a cell or a row, for people. */
export const quarantineWords: Readonly<Record<QuarantineReason, string>> = {
  'missing-value': 'no value',
  'unit-attached': 'a number with a unit stuck to it',
  'decimal-comma': 'a decimal comma',
  'not-a-number': 'not a number',
  'out-of-range': 'outside of the range',
  'unknown-category': 'an unknown category',
  'unknown-target': 'an unknown target value',
  'duplicate-row': 'the same features and target as a row before',
  'conflicting-label': 'the same features as a row before with the other target',
  'wrong-cell-count': 'another number of cells than the header',
  excluded: 'left out on purpose',
};
