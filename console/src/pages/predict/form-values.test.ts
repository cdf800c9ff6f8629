import { describe, expect, test } from '@jest/globals';
import { featuresToSend, problemOf, problemsOf, readPasted, type Feature } from './form-values.ts';

const features: Feature[] = [
  { name: 'radius_mean', kind: 'numeric', unit: 'mm', range: { min: 3, max: 60 } },
  { name: 'sex', kind: 'categorical', categories: ['F', 'M'] },
  { name: 'age', kind: 'numeric', unit: 'a', range: { min: 0, max: 120 } },
];
const [radius, sex] = features as [Feature, Feature];

describe('problemOf', () => {
  test.each([
    ['12.5', undefined],
    [' 3 ', undefined],
    ['6e1', undefined],
    ['', 'Missing'],
    ['abc', 'Not a number'],
    ['0x10', 'Not a number'],
    ['12,5', 'Write it with a dot: 1.23'],
    ['2.9', 'From 3 to 60'],
    ['Infinity', 'Not a number'],
  ])('%p: %p', (text, problem) => expect(problemOf(radius, text)).toBe(problem));
  test('a category must be one of those', () => {
    expect(problemOf(sex, 'F')).toBeUndefined();
    expect(problemOf(sex, 'x')).toBe('One of F, M');
  });
});

test('numbers are sent as numbers, problems are told by feature', () => {
  const values = { radius_mean: '12.5', sex: 'F', age: '' };
  expect(problemsOf(features, values)).toEqual({ age: 'Missing' });
  expect(featuresToSend(features, { ...values, age: ' 40 ' })).toEqual({
    radius_mean: 12.5,
    sex: 'F',
    age: 40,
  });
});

describe('readPasted', () => {
  const values = { radius_mean: '12.5', sex: 'F', age: '40' };
  test.each([
    ['a row of a spreadsheet', '12.5\tF\t40'],
    ['a row of a CSV file', '12.5,F,40'],
    ['semicolons and quotation marks', '"12.5";"F";"40"'],
    ['names in another order and more of them', 'id,age,sex,radius_mean\n7,40,F,12.5'],
    ['a JSON object', '{"radius_mean":12.5,"sex":"F","age":40}'],
    ['the body of a request', '{"features":{"radius_mean":12.5,"sex":"F","age":40}}'],
    ['a JSON list', '[12.5,"F",40]'],
    ['a list of records', '[{"radius_mean":12.5,"sex":"F","age":40}]'],
  ])('%s', (_, text) => expect(readPasted(features, text)).toMatchObject({ ok: true, values }));

  test.each([
    ['', 'Nothing was pasted.'],
    ['1,2', '2 values were pasted; expected 3, in the order of the form.'],
    ['radius_mean,sex,age', 'Only names were pasted; the row with the values is missing.'],
    ['{"radius_mean":', 'This is not complete JSON.'],
    ['{"other":1}', 'None of the names is a feature of this use case.'],
    ['[1]', '1 values were pasted; expected 3, in the order of the form.'],
  ])('%p is refused in words', (text, said) =>
    expect(readPasted(features, text)).toMatchObject({ ok: false, said }),
  );

  test('of several rows the first is taken, and that is said', () => {
    const pasted = readPasted(features, 'radius_mean,sex,age\n12.5,F,40\n13,M,50');
    expect(pasted.values).toEqual(values);
    expect(pasted.said).toContain('Only the first row');
  });
});
