import { expect, test } from '@jest/globals';
import { featureTitle, metricTitle, stateTitle, statusTitle } from './words.ts';

test.each([
  ['concave points_worst', 'concave points, worst'],
  ['fractal_dimension_se', 'fractal dimension, se'],
  ['num_lab_procedures', 'num lab procedures'],
])('feature %s is %s', (name, title) => expect(featureTitle(name)).toBe(title));

test('names of the code are told in words', () => {
  expect(stateTitle('CheckDataAvailability')).toBe('Check data availability');
  expect(stateTitle('EnoughData?')).toBe('Enough data?');
  expect(statusTitle('PendingManualApproval')).toBe('Waits for approval');
  expect(statusTitle('Deployed')).toBe('Deployed');
  expect(metricTitle('rocAuc')).toBe('ROC-AUC');
  expect(metricTitle('unknown')).toBe('unknown');
});
