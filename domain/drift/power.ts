import { normalQuantile } from './statistics/special.ts';

/**
 * The smallest shift of a normal column's mean, in its standard deviations, that 9 of 10 windows of `rows` rows flag
 * at once: KS needs D = l / (s + 0.12 + 0.11/s) where 2 exp(-2 l^2) is the flagging p; a shift of delta gives D = 2
 * Phi(delta / 2) - 1, with a standard error of about 0.5 / s. Skewed columns are seen sooner. Null where no shift
 * would do.
 */
export function detectableShiftInSd(baselineRows: number, rows: number, flaggingP: number): number | null {
  if (rows === 0 || baselineRows === 0) return null;
  const s = Math.sqrt((baselineRows * rows) / (baselineRows + rows));
  const critical = Math.sqrt(Math.log(2 / flaggingP) / 2) / (s + 0.12 + 0.11 / s);
  const needed = critical + (normalQuantile(0.9) * 0.5) / s;
  return needed >= 1 ? null : 2 * normalQuantile((1 + needed) / 2);
}
