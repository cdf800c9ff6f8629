/**
 * Cholesky factorisation A = L L' of a symmetric positive definite matrix, row by row in one array of n * n numbers.
 * The lower triangle of `a` is overwritten with L.
 * @returns false where A is not positive definite to working precision (a pivot below 1e-13 of its diagonal); `a` is spoilt then.
 */
export function choleskyFactor(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i += 1) {
    const diagonal = a[i * n + i]!;
    for (let j = 0; j <= i; j += 1) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k += 1) sum -= a[i * n + k]! * a[j * n + k]!;
      if (i !== j) {
        a[i * n + j] = sum / a[j * n + j]!;
        continue;
      }
      // Also false for NaN, which compares with nothing.
      if (!(sum > 1e-13 * diagonal)) return false;
      a[i * n + i] = Math.sqrt(sum);
    }
  }
  return true;
}

/** Solves L L' x = b for the factor that choleskyFactor left; `b` is overwritten with x. */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i += 1) {
    let sum = b[i]!;
    for (let k = 0; k < i; k += 1) sum -= l[i * n + k]! * b[k]!;
    b[i] = sum / l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k += 1) sum -= l[k * n + i]! * b[k]!;
    b[i] = sum / l[i * n + i]!;
  }
}
