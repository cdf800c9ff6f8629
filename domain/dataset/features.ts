import type { ImageColumns } from './images.ts';

/** One input of a model, as a use case declares it. */
export interface FeatureSpec {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  /** Inclusive bounds of what can be measured at all; outside of them a value is a mistake, not an extreme patient. */
  readonly range?: { readonly min: number; readonly max: number } | undefined;
  /** UCUM-like; '1' for a number without one. */
  readonly unit?: string | undefined;
  /** The allowed values of a categorical feature; any value where absent. */
  readonly categories?: readonly string[] | undefined;
  /** Default true: a row without this value is set aside. With false it is kept, the value missing (NaN or null). */
  readonly required?: boolean | undefined;
  readonly description?: string | undefined;
}

/** One of the two classes: how it is written in the data, and what people call it. */
export interface ClassSpec {
  readonly value: string;
  readonly label: string;
}

/** What is predicted. */
export interface TargetSpec {
  readonly name: string;
  /** Label 1. */
  readonly positive: ClassSpec;
  /** Label 0; `otherValues` mean it too. */
  readonly negative: ClassSpec & { readonly otherValues?: readonly string[] | undefined };
}

export interface ExclusionSpec {
  readonly column: string;
  readonly values: readonly string[];
  readonly because: string;
}

/** What a table of a use case looks like; the `data` part of a use case is one. */
export interface TableSpec {
  /** In the order of the model's input vector. */
  readonly features: readonly FeatureSpec[];
  readonly target: TargetSpec;
  /** Identify a row or a patient: dropped, and reported as such. */
  readonly idColumns: readonly string[];
  /** Known and not wanted: dropped, and reported as such. */
  readonly dropColumns: readonly string[];
  /** Names the patient where one has several rows. */
  readonly groupColumn?: string | undefined;
  /** Rows that the question is not asked of: left out where there is a target, and reported with the reason. */
  readonly excludeRows?: readonly ExclusionSpec[] | undefined;
  /** Columns by whose values metrics are split; they need not be features. */
  readonly subgroupColumns?: readonly string[] | undefined;
  /** Where the rows are of photographs. */
  readonly images?: ImageColumns | undefined;
}
