import { expect, test } from '@jest/globals';
import { baseText, confidenceInWords, drivers, inWords } from './drivers.ts';

const features = [
  { name: 'texture_worst', kind: 'numeric', unit: 'grey level' },
  { name: 'area_se', kind: 'numeric', unit: '1' },
  { name: 'sex', kind: 'categorical' },
];
const contributions = [
  { feature: 'area_se', contribution: -0.5 },
  { feature: 'texture_worst', contribution: 1.25 },
  { feature: 'sex', contribution: 0.1 },
];
const values = { texture_worst: 35.214, area_se: 12, sex: 'F' };
const target = { positive: { label: 'malignant' }, negative: { label: 'benign' } };

test('the strongest stand first, with value and unit', () => {
  expect(drivers(contributions, features, values, 2)).toEqual([
    { feature: 'texture_worst', contribution: 1.25, title: 'texture, worst', value: '35.21 grey level' },
    { feature: 'area_se', contribution: -0.5, title: 'area, se', value: '12' },
  ]);
});

test('in words, both sides', () => {
  expect(inWords(drivers(contributions, features, values, 3), target)).toBe(
    'For malignant spoke most: texture, worst (35.21 grey level) and sex (F). For benign: area, se (12).',
  );
  expect(inWords([], target)).toMatch(/^No measurement/);
});

test('confidence and base', () => {
  expect([0.99, 0.9, 0.7, 0.5].map(confidenceInWords)).toEqual([
    'very clear',
    'clear',
    'not clear',
    'close to even',
  ]);
  expect(baseText(0)).toBe('50.0 %');
});
