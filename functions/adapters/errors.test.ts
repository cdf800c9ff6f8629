import { expect, test } from '@jest/globals';
import { ThrottledError } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { portError } from './errors.ts';

const failure = (name: string, httpStatusCode?: number, code?: string): Error =>
  Object.assign(new Error('the text'), { name, code, $metadata: { httpStatusCode } });

test.each([
  ['ThrottlingException', 400],
  ['ProvisionedThroughputExceededException', 400],
  ['SlowDown', 503],
  ['AnythingElse', 429],
])('%s (%i) is ThrottledError', (name, status) => {
  const error = portError(failure(name, status), 'reading');
  expect(error).toBeInstanceOf(ThrottledError);
  expect(error.message).toBe(`reading: ${name}: the text`);
});

test.each([
  ['InternalServerError', 500, undefined],
  ['TimeoutError', undefined, undefined],
  ['Error', undefined, 'ECONNREFUSED'],
])('%s (%s, %s) is ServiceUnavailableError', (name, status, code) => {
  expect(portError(failure(name, status, code), 'reading')).toBeInstanceOf(ServiceUnavailableError);
});

test('anything else keeps its name and text, and says what was being done', () => {
  const error = portError(failure('AccessDeniedException', 400), 'reading a secret');
  expect(error.constructor).toBe(Error);
  expect(error.message).toBe('reading a secret: AccessDeniedException: the text');
  expect(portError('text', 'reading').message).toContain('a value that is no Error');
});
