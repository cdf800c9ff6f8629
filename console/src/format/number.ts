const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const count = (value: number): string => whole.format(value);
/** 12,345 stays, 123,456 becomes 123.5K. */
export const shortCount = (value: number): string =>
  value < 100_000 ? whole.format(value) : compact.format(value);

/** Share of 0 to 1 as `97.3 %`; never 100 % for what is less. */
export function percent(share: number, digits = 1): string {
  const factor = 10 ** digits;
  const hundred = share * 100;
  const rounded = Math.round(hundred * factor) / factor;
  const text =
    share < 1 && rounded >= 100 ? 100 - 1 / factor : share > 0 && rounded <= 0 ? 1 / factor : rounded;
  return `${text.toFixed(digits)} %`;
}

/** To four significant digits, as people write it: 0.04712, 12.4, 1 203. */
export function measure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7)) return value.toExponential(2);
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 4 }).format(value);
}

export const metric = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : value.toFixed(3);

/** With its sign, a real minus: +0.012, −0.004. */
export function signed(value: number, digits = 3): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return `±${text}`;
  return `${value < 0 ? '−' : '+'}${text}`;
}

export const dollars = (value: number): string =>
  new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: value >= 100 ? 0 : 2,
  }).format(value);

export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let scaled = value;
  let unit = 0;
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? scaled : scaled.toPrecision(3)} ${units[unit] ?? ''}`;
}

const irregular: Readonly<Record<string, string>> = { diagnosis: 'diagnoses', hypothesis: 'hypotheses' };

/** `1 row`, `12 rows`. */
export const plural = (n: number, one: string): string =>
  `${count(n)} ${n === 1 ? one : (irregular[one] ?? `${one}s`)}`;
