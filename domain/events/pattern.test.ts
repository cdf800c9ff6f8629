import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compilePattern, type EventPattern } from './pattern.ts';

const matches = (pattern: EventPattern, event: unknown): boolean => compilePattern(pattern)(event);

/** The example of "Creating Amazon EventBridge event patterns". */
const instance = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '111122223333',
  time: '2017-12-22T18:43:48Z',
  region: 'us-west-1',
  resources: ['arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0'],
  detail: { 'instance-id': 'i-1234567890abcdef0', state: 'terminated' },
};

describe('compilePattern', () => {
  test('fields are ANDed, values ORed, fields left out match anything', () => {
    expect(
      matches(
        { source: ['aws.ec2'], 'detail-type': [instance['detail-type']], detail: { state: ['terminated'] } },
        instance,
      ),
    ).toBe(true);
    expect(
      matches({ source: ['aws.ec2', 'aws.s3'], detail: { state: ['running', 'terminated'] } }, instance),
    ).toBe(true);
    expect(matches({ source: ['aws.ec2'], detail: { state: ['running'] } }, instance)).toBe(false);
    expect(matches({ resources: instance.resources }, instance)).toBe(true);
    expect(matches({ resources: [{ suffix: 'abcdef0' }] }, instance)).toBe(true);
  });

  /** Pattern entry, value of the field `x` (undefined: not there), whether it matches. From AWS's page of operators. */
  const absent = Symbol('absent');
  test.each<[string, unknown, unknown, boolean]>([
    ['equals', 'Alice', 'Alice', true],
    ['equals is exact', 'Alice', 'alice', false],
    ['empty', '', '', true],
    ['null', null, null, true],
    ['null is not absent', null, absent, false],
    ['numbers', 100, 100, true],
    ['a number is not its text', 100, '100', false],
    ['booleans', true, true, true],
    ['prefix', { prefix: 'us-' }, 'us-east-1', true],
    ['prefix', { prefix: 'us-' }, 'eu-west-1', false],
    ['prefix of a number', { prefix: '1' }, 100, false],
    ['prefix, any case', { prefix: { 'equals-ignore-case': 'EventB' } }, 'eventBridge', true],
    ['suffix', { suffix: '.png' }, 'a.png', true],
    ['suffix', { suffix: '.png' }, 'a.PNG', false],
    ['suffix, any case', { suffix: { 'equals-ignore-case': '.png' } }, 'a.PNG', true],
    ['equals, any case', { 'equals-ignore-case': 'alice' }, 'ALICE', true],
    ['anything but', { 'anything-but': 'initializing' }, 'running', true],
    ['anything but', { 'anything-but': 'initializing' }, 'initializing', false],
    ['anything but, absent', { 'anything-but': 'initializing' }, absent, false],
    ['anything but a number', { 'anything-but': 123 }, 124, true],
    ['anything but a list', { 'anything-but': ['stopped', 'overloaded'] }, 'overloaded', false],
    ['anything but numbers', { 'anything-but': [100, 200, 300] }, 200, false],
    ['anything but a prefix', { 'anything-but': { prefix: 'us-' } }, 'us-east-1', false],
    ['anything but prefixes', { 'anything-but': { prefix: ['us-', 'eu-'] } }, 'eu-west-1', false],
    ['anything but prefixes', { 'anything-but': { prefix: ['us-', 'eu-'] } }, 'ap-1', true],
    ['anything but a suffix', { 'anything-but': { suffix: '.png' } }, 'a.txt', true],
    ['anything but suffixes', { 'anything-but': { suffix: ['.txt', '.rtf'] } }, 'a.rtf', false],
    [
      'anything but any case',
      { 'anything-but': { 'equals-ignore-case': 'initializing' } },
      'INITIALIZING',
      false,
    ],
    ['anything but a wildcard', { 'anything-but': { wildcard: '*/lib/*' } }, 'a/lib/b', false],
    ['anything but a wildcard', { 'anything-but': { wildcard: '*/lib/*' } }, 'a/src/b', true],
    ['numeric', { numeric: ['>', 10, '<=', 20] }, 20, true],
    ['numeric', { numeric: ['>', 10, '<=', 20] }, 10, false],
    ['numeric equals', { numeric: ['=', 3.018e2] }, 301.8, true],
    ['numeric of a text', { numeric: ['>', 0] }, '5', false],
    ['exists', { exists: true }, 'x', true],
    ['exists: null is there', { exists: true }, null, true],
    ['exists', { exists: true }, absent, false],
    ['exists: only at the end of a path', { exists: true }, { y: 1 }, false],
    ['does not exist', { exists: false }, absent, true],
    ['does not exist', { exists: false }, 1, false],
    ['does not exist: an empty list', { exists: false }, [], true],
    ['wildcard', { wildcard: 'dir/*.png' }, 'dir/a/b.png', true],
    ['wildcard', { wildcard: 'dir/*.png' }, 'dir/a.jpg', false],
    ['wildcard may stand for nothing', { wildcard: 'a*b*c' }, 'abc', true],
    ['wildcard pieces do not overlap', { wildcard: 'ab*ba' }, 'aba', false],
    ['escaped star', { wildcard: 'a\\*b\\\\' }, 'a*b\\', true],
    ['escaped star', { wildcard: 'a\\*b' }, 'axb', false],
    ['cidr', { cidr: '10.0.0.0/24' }, '10.0.0.255', true],
    ['cidr', { cidr: '10.0.0.0/24' }, '10.0.1.0', false],
    ['cidr of what is no address', { cidr: '10.0.0.0/24' }, '10.0.0', false],
    ['cidr v6', { cidr: '2001:db8::/32' }, '2001:db8:1::5', true],
    ['cidr v6', { cidr: '2001:db8::/32' }, '2001:db9::', false],
    ['a list matches by one of its items', 'a', ['b', 'a'], true],
    ['anything but, list: by one of its items', { 'anything-but': 'a' }, ['a', 'b'], true],
    ['anything but, list: none', { 'anything-but': 'a' }, ['a'], false],
  ])('%s: %j on %p is %p', (_, entry, value, expected) => {
    expect(matches({ x: [entry] }, value === absent ? {} : { x: value })).toBe(expected);
  });

  test('the complex example: an account and time window, numbers, what is absent', () => {
    const pattern = {
      time: [{ prefix: '2017-10-02' }],
      detail: {
        state: [{ 'anything-but': 'initializing' }],
        'c-count': [{ numeric: ['>', 0, '<=', 5] }],
        'd-count': [{ numeric: ['<', 10] }],
        'x-limit': [{ 'anything-but': [100, 200, 300] }],
      },
    };
    const event = {
      time: '2017-10-02T18:43:48Z',
      detail: { state: 'running', 'c-count': 5, 'd-count': 9, 'x-limit': 301.8 },
    };
    expect(matches(pattern, event)).toBe(true);
    expect(matches(pattern, { ...event, detail: { ...event.detail, 'c-count': 6 } })).toBe(false);
    expect(matches(pattern, { ...event, detail: {} })).toBe(false);
  });

  test('$or, at any level, beside other fields', () => {
    const pattern = {
      source: ['aws.cloudwatch'],
      $or: [
        { metricName: ['CPUUtilization'] },
        { namespace: ['AWS/EC2'], detail: { a: [{ exists: true }] } },
      ],
    };
    expect(matches(pattern, { source: 'aws.cloudwatch', metricName: 'CPUUtilization' })).toBe(true);
    expect(matches(pattern, { source: 'aws.cloudwatch', namespace: 'AWS/EC2', detail: { a: 1 } })).toBe(true);
    expect(matches(pattern, { source: 'aws.cloudwatch', namespace: 'AWS/EC2', detail: {} })).toBe(false);
    expect(matches(pattern, { source: 'other', metricName: 'CPUUtilization' })).toBe(false);
    expect(matches({ detail: { $or: [{ a: [1] }, { b: [2] }] } }, { detail: { b: 2 } })).toBe(true);
  });

  test('in a list of objects, one of them has to match all', () => {
    const pattern = { detail: { items: { name: ['a'], size: [1] } } };
    expect(matches(pattern, { detail: { items: [{ name: 'a', size: 1 }] } })).toBe(true);
    expect(
      matches(pattern, {
        detail: {
          items: [
            { name: 'a', size: 2 },
            { name: 'b', size: 1 },
          ],
        },
      }),
    ).toBe(false);
  });

  test('a field that is not there, below an object that is not there', () => {
    expect(matches({ detail: { error: { code: [{ exists: false }] } } }, { detail: {} })).toBe(true);
    expect(matches({ constructor: [{ exists: true }] }, {})).toBe(false);
  });

  test.each<[string, EventPattern, string]>([
    ['no fields', {}, '(root)'],
    ['a bare value', { source: 'aws.ec2' }, '(root).source'],
    ['an empty list', { detail: { a: [] } }, '(root).detail.a'],
    ['an unknown operator', { a: [{ contains: 'x' }] }, '(root).a'],
    ['two operators', { a: [{ prefix: 'x', suffix: 'y' }] }, '(root).a'],
    ['a comparison without its number', { a: [{ numeric: ['>'] }] }, '(root).a.numeric[0]'],
    ['a broken block', { a: [{ cidr: '10.0.0.0/33' }] }, '(root).a.cidr'],
    ['one alternative', { $or: [{ a: [1] }] }, '(root).$or'],
    ['two stars', { a: [{ wildcard: '**' }] }, '(root).a.wildcard'],
    ['exists of a text', { a: [{ exists: 'yes' }] }, '(root).a.exists'],
    ['anything but numeric', { a: [{ 'anything-but': { numeric: ['>', 1] } }] }, '(root).a.anything-but'],
    ['a list in a list', { a: [['x']] }, '(root).a'],
  ])('refuses %s, and names the place', (_, pattern, place) => {
    expect(() => compilePattern(pattern)).toThrow(`event pattern: ${place}: got`);
  });

  test('wildcards match as the regular expression does', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '+'), maxLength: 8 });
    const pattern = fc
      .array(fc.oneof(text, fc.constant('*')), { maxLength: 6 })
      .map((parts) => parts.join('').replace(/\*+/g, '*'));
    fc.assert(
      fc.property(pattern, text, (wildcard, value) => {
        const source = wildcard.split('*').map((part) => part.replace(/[.+]/g, '\\$&'));
        expect(matches({ x: [{ wildcard }] }, { x: value })).toBe(
          new RegExp(`^${source.join('.*')}$`).test(value),
        );
      }),
    );
  });
});
