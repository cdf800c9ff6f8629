/** A symmetric matrix of n rows as its lower triangle, row by row: element (i, j <= i) is at i (i + 1) / 2 + j. */
export const triangleSize = (n: number): number => (n * (n + 1)) / 2;

export const triangleAt = (i: number, j: number): number => (i * (i + 1)) / 2 + j;

/** v' M v for the symmetric matrix in `triangle`. */
export function quadraticForm(triangle: ArrayLike<number>, v: Float64Array): number {
  let sum = 0;
  let at = 0;
  for (let i = 0; i < v.length; i += 1) {
    const x = v[i]!;
    let row = 0;
    for (let j = 0; j < i; j += 1) row += triangle[at++]! * v[j]!;
    sum += x * (2 * row + triangle[at++]! * x);
  }
  return sum;
}

/** Adds v v' to the lower triangle. */
export function addOuter(triangle: Float64Array, v: Float64Array): void {
  let at = 0;
  for (let i = 0; i < v.length; i += 1) {
    const x = v[i]!;
    for (let j = 0; j <= i; j += 1) triangle[at++]! += x * v[j]!;
  }
}
