import * as z from 'zod/mini';

/** One thing wrong with an input: where, what was got (its shape, never a clinical value), what was expected. */
export interface Problem {
  readonly field: string;
  readonly got: string;
  readonly expected: string;
}

/** Input from outside that does not fit its schema. The message names every field; it holds no feature value. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';
  readonly what: string;
  readonly problems: readonly Problem[];

  constructor(what: string, problems: readonly Problem[]) {
    super(`${what}: ${problems.map(describeProblem).join('; ')}`);
    this.what = what;
    this.problems = problems;
  }
}

export const describeProblem = (p: Problem): string => `${p.field}: got ${p.got}, expected ${p.expected}`;

interface ParseOptions {
  /** Whether short strings may be quoted in `got`: true for configuration, false for anything that a patient stands behind. */
  readonly quoteValues?: boolean;
}

/**
 * `value` as `schema` types it.
 * @param what names the thing for the reader: "use case file usecases/x.ts", "request body".
 * @throws InvalidInputError with one problem for each zod issue, paths written as `data.features[3].range.min`.
 */
export function parseWith<S extends z.ZodMiniType>(
  schema: S,
  value: unknown,
  what: string,
  options: ParseOptions = {},
): z.output<S> {
  const result = z.safeParse(schema, value, { reportInput: true });
  if (result.success) return result.data;
  throw new InvalidInputError(what, problemsOf(result.error.issues, value, options));
}

/** The problems of a failed parse, unions opened up to the branch that came nearest. */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  root: unknown,
  options: ParseOptions = {},
): Problem[] {
  return issues.flatMap((issue) => problemOf(issue, root, options));
}

function problemOf(issue: z.core.$ZodIssue, root: unknown, options: ParseOptions): Problem[] {
  const field = pathOf(issue.path);
  const got = shapeOf(at(root, issue.path), options.quoteValues ?? false);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        field: pathOf([...issue.path, key]),
        got: 'an unknown field',
        expected: 'no field of this name (check its spelling)',
      }));
    case 'invalid_union':
      return unionProblems(issue, field, got, root, options);
    default:
      return [{ field, got, expected: expectedOf(issue) }];
  }
}

function unionProblems(
  issue: z.core.$ZodIssueInvalidUnion,
  field: string,
  got: string,
  root: unknown,
  options: ParseOptions,
): Problem[] {
  if (issue.errors.length === 0) {
    // A discriminated union whose tag fits no branch.
    const tags =
      'options' in issue && Array.isArray(issue.options)
        ? issue.options.map((tag) => JSON.stringify(tag)).join(', ')
        : undefined;
    return [{ field, got, expected: tags ? `one of ${tags}` : 'one of the allowed forms' }];
  }
  const flat = issue.errors.every((branch) => branch.every((inner) => inner.path.length === 0));
  if (flat)
    return [
      {
        field,
        got,
        expected: issue.errors.flatMap((branch) => branch.map((inner) => expectedOf(inner))).join(' or '),
      },
    ];
  const nearest = [...issue.errors].sort((x, y) => x.length - y.length)[0] ?? [];
  return problemsOf(
    nearest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
    root,
    options,
  );
}

function expectedOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `a value of type ${issue.expected}`;
    case 'invalid_value':
      return `one of ${issue.values.map((v) => JSON.stringify(v)).join(', ')}`;
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${String(issue.minimum)}${unitOf(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${String(issue.maximum)}${unitOf(issue.origin)}`;
    case 'invalid_format':
      return `${issue.format}${issue.pattern ? ` matching ${issue.pattern}` : ''}`;
    case 'not_multiple_of':
      return `a multiple of ${String(issue.divisor)}`;
    case 'custom':
      return issue.message || 'a valid value';
    default:
      return issue.message || issue.code;
  }
}

const unitOf = (origin: string): string =>
  origin === 'string' ? ' characters' : origin === 'array' ? ' items' : '';

const pathOf = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? '(root)'
    : path
        .map((key, i) =>
          typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${String(key) || '(empty name)'}`,
        )
        .join('');

function at(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function shapeOf(value: unknown, quote: boolean): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (quote && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  if (quote && typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : 'not a finite number';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
