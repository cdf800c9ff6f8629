import { isFields, same } from './value.ts';

export const masked = '(sensitive)';
export const maskedChanged = '(sensitive, changed)';

/**
 * A value and the one before it with everything secret taken out, before anything else sees them: nothing later can
 * print a secret. That a secret changed stays visible.
 * @param marks Terraform's before_sensitive or after_sensitive: true, or the shape of the value with true in it.
 */
export function maskPair(
  before: unknown,
  after: unknown,
  beforeMarks: unknown,
  afterMarks: unknown,
): { readonly before: unknown; readonly after: unknown } {
  const secret = beforeMarks === true || afterMarks === true;
  if (secret) {
    const changed = !same(before, after);
    return {
      before: isNothing(before) ? before : masked,
      after: isNothing(after) ? after : changed && !isNothing(before) ? maskedChanged : masked,
    };
  }
  if (!hasMark(beforeMarks) && !hasMark(afterMarks)) return { before, after };
  return {
    before: maskInside(before, after, beforeMarks, afterMarks, 'before'),
    after: maskInside(after, before, afterMarks, beforeMarks, 'after'),
  };
}

function maskInside(
  value: unknown,
  other: unknown,
  marks: unknown,
  otherMarks: unknown,
  side: 'before' | 'after',
): unknown {
  const child = (key: string | number, item: unknown): unknown => {
    const [otherItem, mark, otherMark] = [read(other, key), read(marks, key), read(otherMarks, key)];
    return side === 'before'
      ? maskPair(item, otherItem, mark, otherMark).before
      : maskPair(otherItem, item, otherMark, mark).after;
  };
  if (Array.isArray(value)) return value.map((item, i) => child(i, item));
  if (isFields(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, child(key, item)]));
  return value;
}

const read = (value: unknown, key: string | number): unknown => {
  if (value === true) return true;
  if (Array.isArray(value)) return typeof key === 'number' ? value[key] : undefined;
  return isFields(value) ? value[key] : undefined;
};

const hasMark = (marks: unknown): boolean =>
  marks === true ||
  (Array.isArray(marks) && marks.some(hasMark)) ||
  (isFields(marks) && Object.values(marks).some(hasMark));

const isNothing = (value: unknown): boolean => value === null || value === undefined;
