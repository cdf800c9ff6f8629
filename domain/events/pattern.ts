import { leafTest, refusePattern, type Leaf, type LeafTest } from './pattern-operators.ts';

/** An EventBridge event pattern. Fields are ANDed, the entries of a list ORed. */
export type EventPattern = Readonly<Record<string, unknown>>;

type Test = (event: unknown) => boolean;

/**
 * Whether an event matches, by the rules of Amazon EventBridge
 * (docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html): values, prefix, suffix, anything-but,
 * numeric, exists, equals-ignore-case, wildcard, cidr, `$or`. A list in an event matches where one of its items does.
 * @throws InvalidInputError naming the place, for a pattern that EventBridge would refuse.
 */
export function compilePattern(pattern: EventPattern): Test {
  return objectTest(pattern, '(root)');
}

function objectTest(pattern: EventPattern, at: string): Test {
  const entries = Object.entries(pattern);
  if (entries.length === 0) return refusePattern(at, 'an empty object', 'at least one field');
  const tests = entries.map(([field, wanted]) =>
    field === '$or' ? orTest(wanted, `${at}.$or`) : fieldTest(field, wanted, `${at}.${field}`),
  );
  return (event) => tests.every((test) => test(event));
}

function orTest(alternatives: unknown, at: string): Test {
  if (!Array.isArray(alternatives) || alternatives.length < 2)
    return refusePattern(at, 'no list of alternatives', 'a list of at least two patterns');
  const tests = alternatives.map((alternative: unknown, i) =>
    isRecord(alternative)
      ? objectTest(alternative, `${at}[${i}]`)
      : refusePattern(`${at}[${i}]`, 'no object', 'a pattern'),
  );
  return (event) => tests.some((test) => test(event));
}

function fieldTest(field: string, wanted: unknown, at: string): Test {
  if (Array.isArray(wanted)) {
    if (wanted.length === 0) return refusePattern(at, 'an empty list', 'at least one value');
    const tests = wanted.map((entry: unknown) => leafTest(entry, at));
    return (event) => leavesMatch(fieldOf(event, field), tests);
  }
  if (!isRecord(wanted)) return refusePattern(at, 'a bare value', 'a list of values, or an object');
  const inner = objectTest(wanted, at);
  return (event) => {
    const value = fieldOf(event, field);
    // In a list of objects one of them has to match the whole inner pattern. Where there is nothing, `exists: false` may hold.
    return Array.isArray(value) && value.length > 0 ? value.some(inner) : inner(value);
  };
}

function leavesMatch(value: unknown, tests: readonly LeafTest[]): boolean {
  const leaves = leavesOf(value);
  const given: readonly (Leaf | undefined)[] = leaves.length === 0 ? [undefined] : leaves;
  return given.some((leaf) => tests.some((test) => test(leaf)));
}

/** The values at the end of a path: an object there is none, a list is its items. */
function leavesOf(value: unknown): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return [value];
  return [];
}

const isRecord = (value: unknown): value is EventPattern =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldOf = (event: unknown, field: string): unknown =>
  isRecord(event) && Object.hasOwn(event, field) ? event[field] : undefined;
