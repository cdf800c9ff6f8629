import { metricNames } from '../../domain/usecase/schema.ts';

/** Metrics as aligned lines, in a fixed order; with `before`, both and the difference. */
export function metricsTable(
  after: Readonly<Record<string, number | undefined>>,
  before?: Readonly<Record<string, number | undefined>>,
): string {
  return metricNames
    .flatMap((name) => {
      const now = after[name];
      const was = before?.[name];
      if (now === undefined) return [];
      const change =
        was === undefined
          ? ''
          : `   was ${was.toFixed(4)}  ${now >= was ? '+' : ''}${(now - was).toFixed(4)}`;
      return [`  ${name.padEnd(17)} ${now.toFixed(4)}${change}`];
    })
    .join('\n');
}
