import { seededRandom } from '../numeric/random.ts';
import { DatasetError } from './errors.ts';
import { dealGroups } from './groups.ts';

/** Row indices, ascending; together all rows, none twice. */
export interface Split {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

export interface SplitOptions {
  readonly seed: number;
  /** One name for each row: rows of one group (one patient's, say) stay on one side. */
  readonly groups?: readonly string[] | undefined;
}

/**
 * Splits rows so that both sides have the classes in the same proportion. Each class is shuffled (sfc32, by seed) and
 * its first `round(share * size)` rows go to the test side, at least one of a class of two or more.
 * @param labels 0 or 1 for each row.
 * @param options.testFraction more than 0, less than 1.
 * @throws RangeError for a fraction out of bounds or another number of groups; DatasetError where one side stays empty.
 */
export function stratifiedSplit(
  labels: ArrayLike<number>,
  options: SplitOptions & { readonly testFraction: number },
): Split {
  const { testFraction, seed, groups } = options;
  if (!(testFraction > 0 && testFraction < 1)) {
    throw new RangeError(`testFraction: got ${testFraction}, expected more than 0 and less than 1`);
  }
  const share = groups
    ? dealGroups(labels, groups, [1 - testFraction, testFraction], seed)
    : splitClasses(labels, testFraction, seed);
  const [train, test] = rowsByShare(share, 2);
  if (!train?.length || !test?.length) {
    throw new DatasetError(
      `split: ${labels.length} rows leave one side empty at a test fraction of ${testFraction}; more rows are needed`,
    );
  }
  return { train, test };
}

/**
 * `folds` disjoint test sides of near equal size, each with the classes in the proportion of the whole; `train` is
 * everything else. Each class is shuffled and dealt out in turn, going on where the class before stopped.
 * @throws RangeError for fewer than 2 folds; DatasetError where a class has fewer rows (or groups) than folds.
 */
export function stratifiedFolds(
  labels: ArrayLike<number>,
  options: SplitOptions & { readonly folds: number },
): Split[] {
  const { folds, seed, groups } = options;
  if (!Number.isInteger(folds) || folds < 2) {
    throw new RangeError(`folds: got ${folds}, expected a whole number of at least 2`);
  }
  const share = groups
    ? dealGroups(
        labels,
        groups,
        Array.from({ length: folds }, () => 1 / folds),
        seed,
      )
    : dealClasses(labels, folds, seed);
  const tests = rowsByShare(share, folds);
  if (tests.some((rows) => rows.length === 0)) {
    throw new DatasetError(`folds: a fold of ${folds} stays empty; use fewer folds or more groups of rows`);
  }
  return tests.map((test, k) => ({
    test,
    train: Array.from(share.keys()).filter((i) => share[i] !== k),
  }));
}

function shuffledClasses(labels: ArrayLike<number>, seed: number): number[][] {
  const random = seededRandom(seed);
  const classes: number[][] = [[], []];
  for (let i = 0; i < labels.length; i += 1) classes[labels[i]!]?.push(i);
  return classes.map((rows) => random.shuffle(rows));
}

function splitClasses(labels: ArrayLike<number>, testFraction: number, seed: number): Uint32Array {
  const share = new Uint32Array(labels.length);
  for (const rows of shuffledClasses(labels, seed)) {
    const wanted = Math.round(testFraction * rows.length);
    const count = rows.length < 2 ? 0 : Math.min(rows.length - 1, Math.max(1, wanted));
    for (const row of rows.slice(0, count)) share[row] = 1;
  }
  return share;
}

function dealClasses(labels: ArrayLike<number>, folds: number, seed: number): Uint32Array {
  const share = new Uint32Array(labels.length);
  let turn = 0;
  for (const [label, rows] of shuffledClasses(labels, seed).entries()) {
    if (rows.length < folds) {
      throw new DatasetError(
        `folds: class ${label} has ${rows.length} rows, expected at least ${folds}, one for each fold; ` +
          'collect more rows or use fewer folds',
      );
    }
    for (const row of rows) {
      share[row] = turn % folds;
      turn += 1;
    }
  }
  return share;
}

function rowsByShare(share: Uint32Array, sides: number): number[][] {
  const rows: number[][] = Array.from({ length: sides }, () => []);
  share.forEach((side, row) => rows[side]!.push(row));
  return rows;
}
