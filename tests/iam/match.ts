import type { Condition } from './document.ts';

/** What AWS knows of a request besides who, what and on what; keys in lower case. */
export type Context = ReadonlyMap<string, string>;

const globs = new Map<string, RegExp>();

/** `*` any characters, `?` one. @throws Error for a policy variable, which nothing here fills in. */
export function matchesGlob(pattern: string, text: string): boolean {
  if (pattern.includes('${')) throw new Error(`policy: got the variable ${pattern}, expected plain text`);
  let glob = globs.get(pattern);
  if (!glob) {
    const source = pattern
      .split(/([*?])/)
      .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[.\\^$+{}()|[\]]/g, '\\$&')))
      .join('');
    glob = new RegExp(`^${source}$`, 's');
    globs.set(pattern, glob);
  }
  return glob.test(text);
}

/** Part by part: a `*` does not reach over the colons before the last part. */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const [wanted, given] = [partsOf(pattern), partsOf(arn)];
  return (
    wanted.length === given.length && wanted.every((part, index) => matchesGlob(part, given[index] ?? ''))
  );
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? [arn] : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

export const matchesAction = (pattern: string, action: string): boolean =>
  matchesGlob(pattern.toLowerCase(), action.toLowerCase());

type Test = (given: string, value: string) => boolean;
const equals: Test = (given, value) => given === value;
const numbers =
  (holds: (given: number, value: number) => boolean): Test =>
  (given, value) =>
    holds(Number(given), Number(value));

/** The operators of our policies. `not`: holds where no value fits, and where the request does not have the key. */
const operators: Readonly<Record<string, { readonly test: Test; readonly not?: true }>> = {
  StringEquals: { test: equals },
  StringNotEquals: { test: equals, not: true },
  StringLike: { test: (given, value) => matchesGlob(value, given) },
  StringNotLike: { test: (given, value) => matchesGlob(value, given), not: true },
  ArnEquals: { test: (given, value) => matchesArn(value, given) },
  ArnLike: { test: (given, value) => matchesArn(value, given) },
  ArnNotLike: { test: (given, value) => matchesArn(value, given), not: true },
  Bool: { test: (given, value) => given.toLowerCase() === value.toLowerCase() },
  NumericLessThan: { test: numbers((given, value) => given < value) },
  NumericGreaterThan: { test: numbers((given, value) => given > value) },
};

/** @throws Error for an operator that is not known here. */
export function holds({ operator, key, values }: Condition, context: Context): boolean {
  const given = context.get(key);
  if (operator === 'Null') return values.includes(String(given === undefined));
  const ifExists = operator.endsWith('IfExists');
  const known = operators[operator.replace(/IfExists$/, '')];
  if (!known) throw new Error(`policy: got the operator ${operator}, expected one of those in match.ts`);
  const { test, not = false } = known;
  if (given === undefined) return ifExists || not;
  return values.some((value) => test(given, value)) !== not;
}
