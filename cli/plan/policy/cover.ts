import type { Condition, Statement } from './document.ts';

/** Whether everything that `narrow` names is named by `wide` too; `*` and `?` as IAM reads them. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*') return true;
  if (!/[*?]/.test(wide)) return false;
  return globOf(wide).test(narrow);
}

const globs = new Map<string, RegExp>();

function globOf(pattern: string): RegExp {
  const known = globs.get(pattern);
  if (known) return known;
  // A `*` of the narrower one must itself fall under a `*`: `.` takes it as a character, `?` must not.
  const source = pattern
    .split(/([*?])/)
    .map((part) => (part === '*' ? '.*' : part === '?' ? '[^*]' : part.replace(/[.\\^$+{}()|[\]]/g, '\\$&')))
    .join('');
  const glob = new RegExp(`^${source}$`, 's');
  globs.set(pattern, glob);
  return glob;
}

/** Actions are compared without case. */
export const coversAction = (wide: string, narrow: string): boolean =>
  covers(wide.toLowerCase(), narrow.toLowerCase());

/** Whether a principal of the wider statement takes in the other; an account takes in its roles and users. */
export function coversPrincipal(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*') return true;
  const account = /^AWS:arn:aws:iam::(\d{12}):root$/.exec(wide)?.[1];
  return account !== undefined && narrow.startsWith(`AWS:arn:aws:iam::${account}:`);
}

const negative = /^(ForAnyValue:|ForAllValues:)?(String|Arn|Numeric|Date)Not|^NotIpAddress/;

/** Whether `strict` lets through at most what `loose` does. */
export function atLeastAsStrict(strict: Condition, loose: Condition): boolean {
  if (strict.key !== loose.key) return false;
  const sameOperator = strict.operator === loose.operator;
  const likeToEquals =
    loose.operator.replace('Like', 'Equals') === strict.operator.replace('Like', 'Equals') &&
    !negative.test(loose.operator);
  // `…IfExists` lets through what lacks the key, so leaving it out is stricter.
  const withoutIfExists = loose.operator === `${strict.operator}IfExists`;
  if (!sameOperator && !likeToEquals && !withoutIfExists) return false;
  if (negative.test(strict.operator)) return loose.values.every((v) => strict.values.includes(v));
  const globbing = /Like|Arn/.test(loose.operator);
  return strict.values.every((v) => loose.values.some((w) => (globbing ? covers(w, v) : w === v)));
}

/** The conditions of `before` that `after` no longer holds as strictly. */
export const loosened = (before: Statement, after: Statement): readonly Condition[] =>
  before.conditions.filter((was) => !after.conditions.some((is) => atLeastAsStrict(is, was)));
