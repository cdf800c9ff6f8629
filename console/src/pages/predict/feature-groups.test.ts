import { expect, test } from '@jest/globals';
import { featureGroups } from './feature-groups.ts';
import type { Feature } from './form-values.ts';

const numeric = (name: string): Feature => ({ name, kind: 'numeric', unit: '1', range: { min: 0, max: 1 } });
const titles = (features: Feature[]) =>
  featureGroups(features).map((group) => [group.title, group.features.map(({ title }) => title)]);

test('statistics of one measurement stand together', () => {
  expect(titles([numeric('concave points_mean'), numeric('area_worst'), numeric('area_mean')])).toEqual([
    ['Mean', ['Concave points', 'Area']],
    ['Worst', ['Area']],
  ]);
});

test('others stand by their kind', () => {
  expect(
    titles([numeric('time_in_hospital'), { name: 'sex', kind: 'categorical', categories: ['F', 'M'] }]),
  ).toEqual([
    ['Measurements', ['Time in hospital']],
    ['Categories', ['Sex']],
  ]);
});
