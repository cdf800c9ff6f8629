import { measure, percent, signed } from '../../format/number.ts';
import { featureTitle } from '../../format/words.ts';

export interface Contribution {
  readonly feature: string;
  /** Log-odds, towards the positive class where above 0. */
  readonly contribution: number;
}
export interface Driver extends Contribution {
  readonly title: string;
  /** With its unit. */
  readonly value: string;
}

interface Known {
  readonly name: string;
  readonly kind: string;
  readonly unit?: string;
}

/** The strongest contributions with what was measured; `count` at most. */
export function drivers(
  contributions: readonly Contribution[],
  features: readonly Known[],
  values: Readonly<Record<string, number | string | null>>,
  count: number,
): Driver[] {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  return [...contributions]
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, count)
    .map((one) => {
      const unit = byName.get(one.feature)?.unit;
      const value = values[one.feature];
      const said = typeof value === 'number' ? measure(value) : (value ?? 'missing');
      return {
        ...one,
        title: featureTitle(one.feature),
        value: unit && unit !== '1' && value !== null ? `${said} ${unit}` : said,
      };
    });
}

/** In words: what spoke most for the positive class and what against it. */
export function inWords(
  all: readonly Driver[],
  target: { readonly positive: { readonly label: string }; readonly negative: { readonly label: string } },
): string {
  const said = (some: readonly Driver[]): string =>
    listed(some.slice(0, 3).map(({ title, value }) => `${title} (${value})`));
  const towards = all.filter(({ contribution }) => contribution > 0);
  const away = all.filter(({ contribution }) => contribution < 0);
  const parts = [
    ...(towards.length > 0 ? [`For ${target.positive.label} spoke most: ${said(towards)}.`] : []),
    ...(away.length > 0 ? [`For ${target.negative.label}: ${said(away)}.`] : []),
  ];
  return parts.join(' ') || 'No measurement moved it away from the average patient.';
}

const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;

/** How sure, in words beside the figure. */
export function confidenceInWords(confidence: number): string {
  if (confidence >= 0.95) return 'very clear';
  if (confidence >= 0.8) return 'clear';
  if (confidence >= 0.65) return 'not clear';
  return 'close to even';
}

export const contributionText = (value: number): string => `${signed(value, 2)} log-odds`;

/** Of the average patient: where the explanation begins. */
export const baseText = (base: number): string => percent(1 / (1 + Math.exp(-base)));
