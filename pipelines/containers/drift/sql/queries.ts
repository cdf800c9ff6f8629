import { double, quoteText, type Dialect } from './dialect.ts';
import { cellsOf, type ReadColumn, type RowSource, type TimeSpan } from './source.ts';

/** Texts that mean "not known", in lower case: as domain/dataset/cell.ts has them. */
export const missingMarkers = ['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-'];

export interface Counting {
  readonly dialect: Dialect;
  readonly source: RowSource;
  readonly columns: readonly ReadColumn[];
  readonly span?: TimeSpan | undefined;
}

/**
 * Counts a window: one row for each bin of a number and each category, in any order. Columns of the result (CountedBin
 * in domain/drift/counted.ts): `place` of the column, `bin` (NULL: missing), `category`, `n`, `unreadable` (cells of n
 * that are text where a number should be), `low`, `high`, and sums of x - pivot and of its square. Place -1 counts the
 * rows, by category `read` or `unreadable`.
 * @param pivots near the mean of each column, so that a large offset does not eat the variance.
 */
export function countQuery(counting: Counting, pivots: readonly number[]): string {
  const { dialect, source, columns, span } = counting;
  const cells = cellsOf(dialect, source, columns, span);
  const isNumeric = columns.map(({ kind }) => kind === 'numeric');
  const typed = cells.number.some((one) => one !== undefined);
  const row = `CASE WHEN ${cells.isRow} THEN 'read' ELSE 'unreadable' END`;
  const arrays = {
    place: dialect.array(['-1', ...columns.map((_, i) => String(i))]),
    is_number: dialect.array(['false', ...isNumeric.map(String)]),
    origin: dialect.array([double(0), ...pivots.map(double)]),
    v: dialect.array([
      row,
      ...cells.text.map((text, i) => (isNumeric[i] ? text : categoryOf(text, columns[i]!.categories ?? []))),
    ]),
    ...(typed ? { x: dialect.array([nullDouble, ...cells.number.map((x) => x ?? nullDouble)]) } : {}),
  };
  const isRow = typed || source.kind === 'table' ? '' : ` WHERE ${cells.isRow} OR place = -1`;
  const parsed = `CASE WHEN is_number THEN ${dialect.numberOfText('v')} END`;
  const x = typed ? `coalesce(x, ${parsed})` : parsed;
  const finite = `CASE WHEN ${dialect.isFinite('x')} THEN x END`;
  const unreadable = `is_number AND x IS NULL AND v IS NOT NULL AND lower(trim(v)) NOT IN (${missingMarkers.map(quoteText).join(', ')})`;
  return `WITH ${cells.with.join(',\n')},
places AS (SELECT place, is_number, origin, v, ${x} AS x FROM ${dialect.unpivot('cells', arrays)}${isRow}),
numbers AS (SELECT place, origin, ${finite} AS x, CASE WHEN is_number THEN NULL ELSE v END AS category, ${unreadable} AS bad FROM places),
bins AS (SELECT place, category, x, x - origin AS d, bad, CASE WHEN x IS NOT NULL THEN ${dialect.binKey('x')} END AS bin FROM numbers)
SELECT place, bin, category, count(*) AS n, sum(CASE WHEN bad THEN 1 ELSE 0 END) AS unreadable,
  min(x) AS low, max(x) AS high, sum(d) AS sum, sum(d * d) AS squares
FROM bins GROUP BY place, bin, category`;
}

/**
 * At most `size` rows of some numeric columns, for what only whole rows show: those whose id has the smallest MD5, the
 * same in both dialects. Columns `x0`, `x1`, …; NULL is missing.
 * @param places of `counting.columns`.
 */
export function sampleQuery(counting: Counting, places: readonly number[], size: number): string {
  const { dialect, source, columns, span } = counting;
  const cells = cellsOf(dialect, source, columns, span);
  const numbers = places.map((at, i) => `${cells.number[at] ?? dialect.numberOfText(`v${i}`)} AS x${i}`);
  const texts = places.map((at, i) => `${cells.text[at]!} AS v${i}`);
  const typed = cells.number.some((one) => one !== undefined);
  const where = source.kind === 'table' ? '' : ` WHERE ${cells.isRow}`;
  const chosen = `chosen AS (SELECT *, ${dialect.md5(cells.rowId)} AS ticket FROM cells${where} ORDER BY ticket LIMIT ${size})`;
  const from = typed ? 'chosen' : `(SELECT ticket, ${texts.join(', ')} FROM chosen) AS texts`;
  return `WITH ${cells.with.join(',\n')},
${chosen}
SELECT ${numbers.join(', ')} FROM ${from} ORDER BY ticket`;
}

const nullDouble = 'CAST(NULL AS double)';

/** A cell as a category; NULL where it is missing. A listed category wins over a missing marker. */
function categoryOf(text: string, categories: readonly string[]): string {
  const listed = categories.filter((name) => missingMarkers.includes(name.toLowerCase()));
  const known = listed.length === 0 ? '' : `trim(${text}) IN (${listed.map(quoteText).join(', ')}) OR `;
  return `CASE WHEN ${known}lower(trim(${text})) NOT IN (${missingMarkers.map(quoteText).join(', ')}) THEN trim(${text}) END`;
}
