import { expect, test } from '@jest/globals';
import { ApiError } from '../../../domain/api/index.ts';
import { explain } from './explain.ts';

const answered = (status: number, title: string): ApiError =>
  new ApiError({ type: 'about:blank', title, status, detail: '' });

test('a field that is wrong is named with what was expected', () => {
  const error = new ApiError({
    type: 'about:blank',
    title: 'Invalid input',
    status: 400,
    detail: 'request: 1 problem',
    errors: [{ field: 'features.radius_mean', got: 'a text', expected: 'a number from 3 to 60' }],
  });
  expect(explain(error)).toEqual({
    title: 'Invalid input',
    detail: 'Request: 1 problem',
    fields: ['features.radius_mean: got a text, expected a number from 3 to 60'],
  });
});

test.each([
  [answered(401, 'Unauthorized'), 'You are signed out'],
  [answered(403, 'Forbidden'), 'Your role does not allow this'],
  [answered(429, 'Too many'), 'Too many requests'],
  [new TypeError('Failed to fetch'), 'The platform cannot be reached'],
  ['?', 'Something went wrong'],
])('%p', (error, title) => expect(explain(error).title).toBe(title));
