/** Numbers for people: four significant digits, without the noise. */
export function formatNumber(x: number | null | undefined): string {
  if (x === null || x === undefined || !Number.isFinite(x)) return '–';
  if (x === 0) return '0';
  const size = Math.abs(x);
  if (size >= 1e7 || size < 1e-4) return x.toExponential(2).replace('e+', 'e');
  return String(Number(x.toPrecision(size >= 1000 ? Math.ceil(Math.log10(size + 1)) : 4)));
}

export const withUnit = (text: string, unit: string | undefined): string =>
  unit === undefined || unit === '1' || unit === '' ? text : `${text} ${unit}`;

/** How often something of probability p happens: "once in 40,000 windows". */
export function formatChance(p: number): string {
  if (p < 1e-12) return 'less than once in a trillion windows';
  return `once in ${Number((1 / Math.min(1, p)).toPrecision(2)).toLocaleString('en-US')} windows`;
}

export const formatPercent = (share: number): string =>
  `${share > 0 && share < 0.001 ? '<0.1' : (share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
