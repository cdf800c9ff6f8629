import { featureTitle } from '../../format/words.ts';
import type { Feature } from './form-values.ts';

export interface FeatureGroup {
  readonly title: string;
  readonly hint: string | undefined;
  readonly features: readonly { readonly feature: Feature; readonly title: string }[];
}

const statistics: Readonly<Record<string, readonly [title: string, hint: string]>> = {
  mean: ['Mean', 'Of all nuclei in the image'],
  se: ['Standard error', 'Of the mean'],
  worst: ['Worst', 'Mean of the three largest values'],
};

const statisticOf = (name: string): string | undefined => /_(mean|se|worst)$/.exec(name)?.[1];

/** Features that are the same measurement in several statistics stand together by statistic; others by their kind. */
export function featureGroups(features: readonly Feature[]): FeatureGroup[] {
  if (features.every(({ name }) => statisticOf(name) !== undefined))
    return Object.entries(statistics).flatMap(([statistic, [title, hint]]) => {
      const own = features.filter(({ name }) => statisticOf(name) === statistic);
      return own.length === 0
        ? []
        : [
            {
              title,
              hint,
              features: own.map((feature) => ({
                feature,
                title: capital(featureTitle(feature.name).replace(/, \w+$/, '')),
              })),
            },
          ];
    });
  const titled = (kind: Feature['kind']) =>
    features
      .filter((feature) => feature.kind === kind)
      .map((feature) => ({ feature, title: capital(featureTitle(feature.name)) }));
  return [
    { title: 'Measurements', hint: undefined, features: titled('numeric') },
    { title: 'Categories', hint: undefined, features: titled('categorical') },
  ].filter((group) => group.features.length > 0);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
