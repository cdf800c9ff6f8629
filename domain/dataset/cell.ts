import type { FeatureSpec } from './features.ts';

/** Why a cell, or a whole row, is set aside. */
export type QuarantineReason =
  | 'missing-value'
  | 'unit-attached'
  | 'decimal-comma'
  | 'not-a-number'
  | 'out-of-range'
  | 'unknown-category'
  | 'unknown-target'
  | 'duplicate-row'
  | 'conflicting-label'
  | 'wrong-cell-count'
  | 'excluded';

/** A cell as its column's kind wants it, or the reason why it cannot be. */
export type CellResult<T> =
  { readonly ok: true; readonly value: T | null } | { readonly ok: false; readonly reason: QuarantineReason };

/** How the tables that we met write "not known". Compared in lower case. */
const missingMarkers: ReadonlySet<string> = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-']);

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const decimalWithUnit =
  /^(?!0x)[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*[\p{L}%°µ][\p{L}\p{N}%°µ²³/^.*·-]*$/iu;
const decimalComma = /^[+-]?\d+,\d+$/;

export const isMissing = (text: string): boolean =>
  text.length <= 4 && missingMarkers.has(text.toLowerCase());

/** A trimmed cell of a numeric feature; null where it is missing and may be. */
export function numericCell(text: string, feature: FeatureSpec): CellResult<number> {
  if (isMissing(text)) return missing(feature);
  if (!decimal.test(text)) {
    if (decimalComma.test(text)) return { ok: false, reason: 'decimal-comma' };
    return { ok: false, reason: decimalWithUnit.test(text) ? 'unit-attached' : 'not-a-number' };
  }
  const value = Number(text);
  if (!Number.isFinite(value)) return { ok: false, reason: 'not-a-number' };
  const { range } = feature;
  if (range && (value < range.min || value > range.max)) return { ok: false, reason: 'out-of-range' };
  return { ok: true, value };
}

/** A trimmed cell of a categorical feature; null where it is missing and may be. A listed category wins over a missing marker. */
export function categoricalCell(text: string, feature: FeatureSpec): CellResult<string> {
  if (feature.categories?.includes(text)) return { ok: true, value: text };
  if (isMissing(text)) return missing(feature);
  return feature.categories ? { ok: false, reason: 'unknown-category' } : { ok: true, value: text };
}

const missing = (feature: FeatureSpec): CellResult<never> =>
  (feature.required ?? true) ? { ok: false, reason: 'missing-value' } : { ok: true, value: null };

/** What would have been right, for people; holds nothing of the row. */
export function expectationOf(feature: FeatureSpec): string {
  const optional = (feature.required ?? true) ? '' : ', or nothing';
  if (feature.kind === 'categorical') {
    return (feature.categories ? `one of ${feature.categories.join(', ')}` : 'a category') + optional;
  }
  const unit = feature.unit && feature.unit !== '1' ? ` in ${feature.unit}, written without the unit` : '';
  const range = feature.range ? ` from ${feature.range.min} to ${feature.range.max}` : '';
  return `a number${range}${unit}${optional}`;
}
