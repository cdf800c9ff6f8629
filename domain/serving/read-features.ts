import type { Feature } from '../usecase/schema.ts';
import { InvalidInputError, type Problem } from '../validation/parse.ts';

export type FeatureValues = readonly (number | string)[];

/** Checks a request's features and gives their values in the use case's order. */
export type FeatureReader = (input: unknown) => FeatureValues;

/** More problems than this help nobody; an attacker could make the answer long. */
const maxUnknown = 10;

/**
 * Prepares the check of a use case's features. A loop over the list rather than a schema: it runs for every prediction.
 * The input is an array in the use case's order or an object by feature name; every feature must be there.
 * The reader throws InvalidInputError with one problem for each wrong feature; values are never repeated.
 */
export function compileFeatureReader(features: readonly Feature[]): FeatureReader {
  const known = new Set(features.map(({ name }) => name));
  const checks = features.map(checkOf);
  return (input) => {
    const problems: Problem[] = [];
    const values: (number | string)[] = [];
    const take = (raw: unknown, i: number): void => {
      const checked = checks[i]!(raw);
      if (typeof checked === 'object') problems.push(checked);
      else values.push(checked);
    };
    if (Array.isArray(input)) {
      if (input.length !== features.length) throw refused([lengthProblem(input.length, features)]);
      input.forEach(take);
    } else if (typeof input === 'object' && input !== null) {
      // Own properties only: `constructor` is no feature that somebody sent.
      features.forEach(({ name }, i) => {
        take(Object.hasOwn(input, name) ? Reflect.get(input, name) : undefined, i);
      });
      const unknown = Object.keys(input).filter((name) => !known.has(name));
      problems.push(...unknown.slice(0, maxUnknown).map((name) => unknownName(name, features)));
    } else {
      const expected = `an array of ${features.length} values or an object by feature name`;
      throw refused([{ field: 'features', got: kindOf(input), expected }]);
    }
    if (problems.length > 0) throw refused(problems);
    return values;
  };
}

const refused = (problems: readonly Problem[]): InvalidInputError =>
  new InvalidInputError('request', problems);

function checkOf(feature: Feature): (raw: unknown) => number | string | Problem {
  const problem = (got: string): Problem => ({
    field: `features.${feature.name}`,
    got,
    expected: expectationOf(feature),
  });
  if (feature.kind === 'categorical') {
    const categories = new Set(feature.categories);
    return (raw) => {
      if (typeof raw !== 'string') return problem(kindOf(raw));
      return categories.has(raw) ? raw : problem('another text');
    };
  }
  const { min, max } = feature.range;
  return (raw) => {
    if (typeof raw !== 'number' || Number.isNaN(raw)) return problem(kindOf(raw));
    if (raw < min) return problem('a number below the range');
    return raw > max ? problem('a number above the range') : raw;
  };
}

function expectationOf(feature: Feature): string {
  if (feature.kind === 'categorical') return `one of ${feature.categories.join(', ')}`;
  const unit = feature.unit === '1' ? '' : ` ${feature.unit}`;
  return `a number from ${feature.range.min} to ${feature.range.max}${unit}`;
}

const lengthProblem = (got: number, features: readonly Feature[]): Problem => ({
  field: 'features',
  got: `an array of ${got}`,
  expected: `${features.length} values in the order ${features.map(({ name }) => name).join(', ')}`,
});

function unknownName(name: string, features: readonly Feature[]): Problem {
  const alike = features.find((feature) => plain(feature.name) === plain(name));
  return {
    field: `features.${name.slice(0, 60)}`,
    got: 'an unknown feature',
    expected: alike ? `the name ${JSON.stringify(alike.name)}` : "one of the use case's feature names",
  };
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  return Number.isNaN(value) ? 'not a number' : `a ${typeof value}`;
}
