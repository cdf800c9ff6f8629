import { jointRowsAtMost } from '../../domain/drift/baseline.ts';
import { pivotsOf, tableFromCounts } from '../../domain/drift/counted.ts';
import { assessDrift, type DriftBaseline, type DriftReport } from '../../domain/drift/index.ts';
import { windowFromProfiles, type WindowSpan } from '../../domain/drift/window.ts';
import type { Asked, Counter } from '../../pipelines/containers/drift/count/counter.ts';

/** The report of a window that a counter counted. */
export async function reportBy(
  counter: Counter,
  baseline: DriftBaseline,
  asked: Asked & { readonly span: WindowSpan },
): Promise<DriftReport> {
  const { columns, span } = asked;
  const pivots = pivotsOf(baseline.columns);
  const counted = await counter.count(asked, pivots);
  const places = (baseline.joint?.columns ?? []).map((name) =>
    columns.findIndex((column) => column.name === name),
  );
  const values = await counter.sample(asked, places, jointRowsAtMost);
  const window = windowFromProfiles(baseline, {
    ...span,
    rows: counted.rows,
    profiles: tableFromCounts(columns, pivots, counted.bins).profiles,
    sample: places.map((at, i) => ({ name: columns[at]!.name, values: values[i]! })),
  });
  return assessDrift({ baseline, window });
}
