import { afterEach, expect, test } from '@jest/globals';
import { makeLogger } from './logger.ts';
import { makeSmallLogger } from './small-logger.ts';

/** What both write for one call, the time left out. */
function lines(fields: object, level: 'info' | 'warn' | 'error' = 'info'): [unknown, unknown] {
  const written: string[] = [];
  const write = (line: string) => void written.push(line);
  makeLogger({ write })[level](fields, 'done');
  makeSmallLogger(write)[level](fields, 'done');
  const parsed = written.map((line) => {
    const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT/);
    return rest;
  });
  return [parsed[0], parsed[1]];
}
afterEach(() => {
  delete process.env['LOG_LEVEL'];
});

test.each([
  [{ function: 'predict', status: 200, milliseconds: 1.5, nothing: undefined, list: [1] }],
  [{ features: [17.99], patientId: 'P-1', a: { patient: 'x', b: { diagnosis: 1, kept: 2 } } }],
  [{ error: new RangeError('odd', { cause: Object.assign(new Error('why'), { features: [1] }) }) }],
  [{ error: 'no error', values: null, deep: { a: { b: { c: 1 } } } }],
])('writes what the other logger writes: %j', (fields) => {
  const [one, other] = lines(fields, 'warn');
  expect(other).toEqual(one);
  expect(JSON.stringify(other)).not.toMatch(/17\.99|P-1/);
});

test.each(['info', 'warn', 'error', 'fatal', 'silent', 'debug'])('keeps to LOG_LEVEL %s', (wanted) => {
  process.env['LOG_LEVEL'] = wanted;
  for (const level of ['info', 'warn', 'error'] as const) {
    const [one, other] = lines({}, level);
    expect(other).toEqual(one);
  }
});
