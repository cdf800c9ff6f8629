/**
 * Bins that need no agreement beforehand: a double's bin is its leading 20 bits (sign, exponent, 8 bits of the
 * mantissa), so that any two histograms of anything have the same bins. A bin is at most 1/256 of its value wide;
 * keys are in the order of the values. The same in Trino and Athena:
 * `bitwise_right_shift_arithmetic(if(b < 0, bitwise_xor(b, 9223372036854775807), b), 44)` with
 * `b = from_big_endian_64(to_ieee754_64(x + 0e0))`.
 */
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const high = littleEndian ? 1 : 0;
const low = 1 - high;

/** Keys lie in [-keyOffset, keyOffset). */
export const keyOffset = 2 ** 19;

/** The bin of a finite `x`; -0 counts as 0. */
export function binKey(x: number): number {
  double[0] = x + 0;
  const word = words[high]!;
  return (word < 0 ? word ^ 0x7fffffff : word) >> 12;
}

/** The smaller edge of bin `key`; inclusive for keys from 0, exclusive below. */
export function binLower(key: number): number {
  return key >= 0 ? leading(key) : -leading(-key);
}

/** The larger edge of bin `key`; exclusive for keys from 0, inclusive below. Infinity for the last finite bin. */
export function binUpper(key: number): number {
  return key >= 0 ? leading(key + 1) : -leading(-1 - key);
}

function leading(key: number): number {
  words[low] = 0;
  words[high] = key << 12;
  return double[0]!;
}
