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

/** "2026-11-24 09:30 UTC"; other texts as they are. */
export const dateText = (iso: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d.*Z$/.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : iso;

/** How people call a window: by its name, or by its time where the name is only a machine's id. */
export const windowName = ({ id, from }: { readonly id: string; readonly from: string }): string =>
  /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id) && from !== '' ? `of ${dateText(from)}` : id;
