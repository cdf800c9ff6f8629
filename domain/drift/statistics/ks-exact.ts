/**
 * P(D >= d) of the two-sided two-sample Kolmogorov-Smirnov statistic without ties, by counting lattice paths: u(i, j)
 * is the share of the paths from (0, 0) to (i, j) that have left the band |i/n - j/m| < d (Hodges, Arkiv foer
 * Matematik 3, 1957; the upper tail is summed itself, so that small p keep their digits). O(n m) time, O(m) memory.
 */
export function exactTwoSampleP(n: number, m: number, d: number): number {
  const g = gcd(n, m);
  const stepN = m / g;
  const stepM = n / g;
  // In units of 1/lcm(n, m), all gaps are whole numbers.
  const h = Math.round(d * stepN * n);
  if (h === 0) return 1;
  const u = new Float64Array(m + 1);
  for (let j = 0; j <= m; j += 1) u[j] = j * stepM >= h ? 1 : 0;
  for (let i = 1; i <= n; i += 1) {
    const at = i * stepN;
    let before = at >= h ? 1 : 0;
    u[0] = before;
    for (let j = 1; j <= m; j += 1) {
      const gap = at - j * stepM;
      before = gap >= h || -gap >= h ? 1 : (i * u[j]! + j * before) / (i + j);
      u[j] = before;
    }
  }
  return Math.min(1, u[m]!);
}

function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/**
 * P(D_n >= d) of the one-sample statistic: scipy's choice for two large samples, at n = their effective size. Twice
 * the one-sided tail where that is exact to the last digit (n d^2 >= 2.2), else Pelz and Good's expansion (JRSS B 38,
 * 1976; Simard and L'Ecuyer, JSS 39, 2011), off by less than 1e-9 for n > 1,000 and 1e-5 for n > 50.
 */
export function kolmogorovUpper(n: number, d: number): number {
  if (d <= 0) return 1;
  if (d >= 1) return 0;
  const square = n * d * d;
  if (square >= 370) return 0;
  if (square >= 2.2) return Math.min(1, 2 * smirnovUpper(n, d));
  return Math.min(1, Math.max(0, 1 - pelzGood(n, d)));
}

/** P(D+_n >= d) = d sum over j of C(n, j) (d + j/n)^(j-1) (1 - d - j/n)^(n-j). Birnbaum and Tingey (1951). */
function smirnovUpper(n: number, d: number): number {
  let logBinomial = 0;
  let sum = 0;
  for (let j = 0; j <= Math.floor(n * (1 - d)); j += 1) {
    if (j > 0) logBinomial += Math.log((n - j + 1) / j);
    const left = 1 - d - j / n;
    if (left <= 0) continue;
    sum += Math.exp(logBinomial + (j - 1) * Math.log(d + j / n) + (n - j) * Math.log(left));
  }
  return d * sum;
}

function pelzGood(n: number, d: number): number {
  const pi2 = Math.PI ** 2;
  const z = Math.sqrt(n) * d;
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const z8 = z4 * z4;
  if (-pi2 / 8 / z2 < -700) return 0;
  let k0 = 0;
  let k1 = 0;
  let k2 = 0;
  let k3 = 0;
  const terms = Math.ceil((16 * z) / Math.PI);
  for (let k = 1; k <= terms; k += 1) {
    const m2 = (2 * k - 1) ** 2;
    const q = Math.exp((-pi2 * m2) / (8 * z2));
    k0 += q;
    k1 += q * (-z2 + (pi2 / 4) * m2);
    k2 +=
      q *
      (6 * z6 + 2 * z4 + (((2 * z4 - 5 * z2) * pi2) / 4) * m2 + ((pi2 ** 2 * (1 - 2 * z2)) / 16) * m2 ** 2);
    k3 +=
      q *
      (-30 * z6 -
        90 * z8 +
        ((pi2 * (135 * z4 - 96 * z6)) / 4) * m2 +
        ((pi2 ** 2 * (-60 * z2 + 212 * z4)) / 16) * m2 ** 2 +
        ((pi2 ** 3 * (5 - 30 * z2)) / 64) * m2 ** 3);
  }
  let extra2 = 0;
  let extra3 = 0;
  for (let k = 1; k <= terms; k += 1) {
    const q = Math.exp((-pi2 * k * k) / (2 * z2));
    extra2 += k * k * q;
    extra3 += (3 * z2 - pi2 * k * k) * k * k * q;
  }
  const root = Math.sqrt(2 * Math.PI);
  const term0 = (root * k0) / z;
  const term1 = (root * k1) / (6 * z4);
  const term2 = (root * k2) / (72 * z6 * z) - (pi2 * root * extra2) / (36 * z2 * z);
  const term3 = (root * k3) / (6480 * z8 * z2) + (pi2 * root * extra3) / (216 * z6);
  return term0 + term1 / Math.sqrt(n) + term2 / n + term3 / n ** 1.5;
}
