import { InvalidInputError } from '../validation/parse.ts';
import { cidrMatcher } from './cidr.ts';

/** A value at the end of an event's path. */
export type Leaf = string | number | boolean | null;
/** `undefined` stands for a field that is not there. */
export type LeafTest = (value: Leaf | undefined) => boolean;

export const refusePattern = (field: string, got: string, expected: string): never => {
  throw new InvalidInputError('event pattern', [{ field, got, expected }]);
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const onText =
  (test: (text: string) => boolean): LeafTest =>
  (value) =>
    typeof value === 'string' && test(value);

type Operator = (operand: unknown, at: string) => LeafTest;

/** A text, or `{"equals-ignore-case": text}`. */
const affix =
  (test: (text: string, part: string) => boolean): Operator =>
  (operand, at) => {
    if (isRecord(operand)) {
      const part = textOf(operand['equals-ignore-case'], `${at}.equals-ignore-case`).toLowerCase();
      return onText((text) => test(text.toLowerCase(), part));
    }
    const part = textOf(operand, at);
    return onText((text) => test(text, part));
  };

const operators: Readonly<Record<string, Operator>> = {
  prefix: affix((text, part) => text.startsWith(part)),
  suffix: affix((text, part) => text.endsWith(part)),
  'equals-ignore-case': (operand, at) => {
    const wanted = textOf(operand, at).toLowerCase();
    return onText((text) => text.toLowerCase() === wanted);
  },
  wildcard: (operand, at) => onText(wildcardTest(textOf(operand, at), at)),
  numeric: (operand, at) => numericTest(operand, at),
  cidr: (operand, at) => {
    const matches = cidrMatcher(textOf(operand, at));
    return matches ? onText(matches) : refusePattern(at, 'no address block', 'for example "10.0.0.0/24"');
  },
  exists: (operand, at) => {
    if (typeof operand !== 'boolean') return refusePattern(at, typeof operand, 'true or false');
    return (value) => (value !== undefined) === operand;
  },
  'anything-but': (operand, at) => anythingBut(operand, at),
};

/**
 * One entry of a leaf's list: a value to equal, or `{operator: operand}`.
 * @throws InvalidInputError where EventBridge would refuse it.
 */
export function leafTest(entry: unknown, at: string): LeafTest {
  if (!isRecord(entry)) {
    if (!isLeaf(entry)) return refusePattern(at, 'a list in a list', 'a value or an operator');
    return (value) => value === entry;
  }
  const [name = '', ...more] = Object.keys(entry);
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!operator || more.length > 0)
    return refusePattern(
      at,
      `the fields ${[name, ...more].join(', ')}`,
      `one of ${Object.keys(operators).join(', ')}`,
    );
  return operator(entry[name], `${at}.${name}`);
}

const isLeaf = (value: unknown): value is Leaf =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const textOf = (operand: unknown, at: string): string =>
  typeof operand === 'string' ? operand : refusePattern(at, typeof operand, 'a text');

function anythingBut(operand: unknown, at: string): LeafTest {
  const entries = excluded(operand, at);
  if (entries.length === 0) refusePattern(at, 'an empty list', 'at least one value');
  const tests = entries.map((entry) => leafTest(entry, at));
  // A field that is not there is not "anything".
  return (value) => value !== undefined && !tests.some((test) => test(value));
}

/** What `anything-but` leaves out, as entries of a leaf's list; `{prefix: [a, b]}` is two of them. */
function excluded(operand: unknown, at: string): readonly unknown[] {
  if (!isRecord(operand)) return Array.isArray(operand) ? operand : [operand];
  const [name = ''] = Object.keys(operand);
  if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(name))
    refusePattern(at, name, 'prefix, suffix, equals-ignore-case or wildcard');
  const values: unknown = operand[name];
  return (Array.isArray(values) ? values : [values]).map((value: unknown) => ({ [name]: value }));
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function numericTest(operand: unknown, at: string): LeafTest {
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const [symbol, bound] = [parts[i], parts[i + 1]];
    const compare =
      typeof symbol === 'string' && Object.hasOwn(comparisons, symbol) ? comparisons[symbol] : undefined;
    if (!compare || typeof bound !== 'number')
      return refusePattern(`${at}[${i}]`, 'something else', 'a comparison (=, <, <=, >, >=) and a number');
    tests.push((value) => compare(value, bound));
  }
  if (tests.length === 0) return refusePattern(at, 'nothing', 'a list such as [">", 0, "<=", 5]');
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

/** `*` stands for any text, `\*` for a star, `\\` for a backslash. Matched in one pass: no pattern is slow. */
function wildcardTest(pattern: string, at: string): (text: string) => boolean {
  const pieces: string[] = [];
  let piece = '';
  for (let i = 0; i < pattern.length; i += 1) {
    const character = pattern.charAt(i);
    if (character === '*') {
      if (pattern.charAt(i + 1) === '*') refusePattern(at, 'two stars in a row', 'one');
      pieces.push(piece);
      piece = '';
      continue;
    }
    if (character === '\\') {
      i += 1;
      if (!['*', '\\'].includes(pattern.charAt(i))) refusePattern(at, 'a lone backslash', '\\* or \\\\');
    }
    piece += pattern.charAt(i);
  }
  pieces.push(piece);
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    for (const piece of rest) {
      const found = text.indexOf(piece, from);
      if (found < 0) return false;
      from = found + piece.length;
    }
    return from + last.length <= text.length;
  };
}
