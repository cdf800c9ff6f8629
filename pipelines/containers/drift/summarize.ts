import { jointRowsAtMost } from '../../../domain/drift/baseline.ts';
import { pivotsOf, tableFromCounts, type CountedTable } from '../../../domain/drift/counted.ts';
import { DriftInputError } from '../../../domain/drift/errors.ts';
import type { DriftBaseline, WindowSummary } from '../../../domain/drift/index.ts';
import { windowFromProfiles } from '../../../domain/drift/window.ts';
import type { WatchPorts } from './ports.ts';
import type { ReadColumn, RowSource, TimeSpan } from './sql/source.ts';
import { windowIdOf } from './window.ts';

export interface CountedWindow {
  readonly summary: WindowSummary;
  /** Left out: they could not be taken apart into one value for each feature. */
  readonly unreadableRows: number;
  readonly unreadable: CountedTable['unreadable'];
}

/**
 * A window, reduced where its rows are. Rows are read in the order of the use case's features, which is that of a request;
 * the baseline's columns are found among them by name.
 * @throws DriftInputError where the baseline watches a column that is no feature.
 */
export async function summarizeCounted(
  { useCase, counter }: Pick<WatchPorts, 'useCase' | 'counter'>,
  baseline: DriftBaseline,
  source: RowSource,
  span: TimeSpan,
): Promise<CountedWindow> {
  const columns: ReadColumn[] = useCase.data.features.map((feature) =>
    feature.kind === 'numeric'
      ? { name: feature.name, kind: feature.kind, unit: feature.unit }
      : { name: feature.name, kind: feature.kind, categories: feature.categories },
  );
  const reference = new Map(baseline.columns.map((column) => [column.name, column]));
  const pivots = columns.map(({ name }) => {
    const column = reference.get(name);
    return column ? pivotsOf([column])[0]! : 0;
  });
  const asked = { source, columns, span };
  const counted = await counter.count(asked, pivots);
  const { profiles, unreadable } = tableFromCounts(columns, pivots, counted.bins);
  const profileOf = new Map(profiles.map((profile) => [profile.name, profile]));
  const jointColumns = baseline.joint?.columns ?? [];
  const places = jointColumns.map((name) => columns.findIndex((column) => column.name === name));
  const values =
    counted.rows === 0 || places.includes(-1) ? [] : await counter.sample(asked, places, jointRowsAtMost);
  const summary = windowFromProfiles(baseline, {
    id: windowIdOf(span),
    ...span,
    rows: counted.rows,
    profiles: baseline.columns.map(({ name, unit }) => {
      const profile = profileOf.get(name);
      if (profile) return { ...profile, ...(unit === undefined ? {} : { unit }) };
      throw new DriftInputError(
        `column ${name}: in the baseline, and no feature of use case ${useCase.name}; expected a baseline of this use case`,
      );
    }),
    sample: jointColumns.map((name, i) => ({ name, values: values[i] ?? new Float64Array() })),
  });
  return { summary, unreadableRows: counted.unreadableRows, unreadable };
}
