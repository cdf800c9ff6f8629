import { isMissing } from '../cell.ts';

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const decimalComma = /^[+-]?\d+,\d+$/;
const decimalWithUnit = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*[\p{L}%°µ]/iu;

/** A trimmed cell as a number: NaN where it is missing, undefined where it is none. */
export function numberOfText(text: string): number | undefined {
  if (isMissing(text)) return Number.NaN;
  if (!decimal.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** A trimmed cell as a category; null where it is missing. */
export const categoryOfText = (text: string): string | null => (isMissing(text) ? null : text);

/** What a cell that is no number looks like, without saying what it holds. */
export function shapeOfText(text: string): string {
  if (decimal.test(text)) return 'a number too large for a double';
  if (decimalComma.test(text)) return 'a number with a decimal comma';
  if (decimalWithUnit.test(text)) return 'a number with something behind it';
  return `text of ${text.length} character${text.length === 1 ? '' : 's'}`;
}
