import { seededRandom } from '../../domain/numeric/random.ts';

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);
const words = new Uint32Array(double.buffer);

/** The 64 bits of a double as a signed integer. */
export function bitsOf(x: number): bigint {
  double[0] = x;
  return bits[0]!;
}

/** Any bits there are, among them subnormals, NaN and infinities, and what is special. */
export function awkwardDoubles(count: number): Float64Array {
  const random = seededRandom(20);
  const special = [
    0,
    -0,
    1,
    -1,
    Number.MIN_VALUE,
    -Number.MIN_VALUE,
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
    0.1,
    2 ** -1022,
  ];
  return Float64Array.from({ length: count }, (_, i) => {
    if (i < special.length) return special[i]!;
    words[0] = random.below(2 ** 32);
    words[1] = i % 10 === 0 ? random.below(2 ** 20) + (i % 20 === 0 ? 2 ** 31 : 0) : random.below(2 ** 32);
    return double[0]!;
  });
}
