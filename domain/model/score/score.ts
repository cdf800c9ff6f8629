export interface Score {
  /** Kept finite where a forest is of one mind: see logit. */
  readonly logOdds: number;
  /** P(positive class). */
  readonly probability: number;
  readonly prediction: 0 | 1;
}

/** What moved one prediction: base + sum of contributions = what is explained. */
export interface Explanation extends Score {
  /** What the model says of nobody in particular: see the kinds. */
  readonly base: number;
  /** Shapley values in the scorer's `explains`, in the order of the features. */
  readonly contributions: Float64Array;
}

/** A model ready to score. Inputs are vectors in the order of `featureNames`: see codeOf; NaN is a missing value. */
export interface Scorer {
  readonly featureNames: readonly string[];
  /** What base and contributions add up to. */
  readonly explains: 'log-odds' | 'probability';
  /** @throws RangeError for a vector of another length or an infinite value. */
  score(features: Float64Array): Score;
  /** @throws RangeError as score does. */
  explain(features: Float64Array): Explanation;
}

/** What a kind of model adds. */
export type KindOfScorer = Omit<Scorer, 'featureNames'>;
