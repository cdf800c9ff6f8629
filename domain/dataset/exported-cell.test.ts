import { expect, test } from '@jest/globals';
import { exportedCell } from './exported-cell.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'],
  ['+49', "'+49"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-2+3', "'-2+3"],
  ['\tx', "'\tx"],
  ['\r=1', "'\r=1"],
  ['-0.5', '-0.5'],
  ['-1e-7', '-1e-7'],
  ['benign', 'benign'],
  ['', ''],
])('%j is exported as %j', (cell, exported) => {
  expect(exportedCell(cell)).toBe(exported);
});
