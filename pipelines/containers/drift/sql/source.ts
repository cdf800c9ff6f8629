import type { DriftColumnSpec } from '../../../../domain/drift/columns.ts';
import { quoteName, quoteText, type Dialect } from './dialect.ts';

/** A stretch of time, both ISO 8601 in UTC; to the second. */
export interface TimeSpan {
  /** Inclusive. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
}

/** Where rows come from. `relation` is what stands behind FROM: a table's name, or a function that reads files. */
export type RowSource =
  /** One column for each feature. `typed`: numbers are numbers; else every cell is text. */
  | {
      readonly kind: 'table';
      readonly relation: string;
      readonly typed: boolean;
      readonly timeColumn?: string | undefined;
      readonly idColumn?: string | undefined;
    }
  /** SageMaker's data capture: `captureData.endpointInput.data`, `.encoding`, `eventMetadata.eventId`, `.inferenceTime`. */
  | {
      readonly kind: 'sagemaker-capture';
      readonly relation: string;
      /** A column with the hour of a record's file, `2026/01/05/08`: others than those of the window are not read. */
      readonly hourColumn?: string | undefined;
    }
  /** Our own: one prediction a line with `id`, `createdAt` and `features` (JSON). */
  | {
      readonly kind: 'modelkeep-capture';
      readonly relation: string;
      readonly modelVersion?: number | undefined;
    };

/** The rows of a source as a query's beginning: `WITH …`, the last of which is called `cells`. */
export interface Cells {
  /** `name AS (SELECT …)`, in order. */
  readonly with: readonly string[];
  /** For each watched column, an expression over `cells`. Text: a cell as it came; NULL is missing. */
  readonly text: readonly string[];
  /** The same as a double, where the source has numbers. */
  readonly number: readonly (string | undefined)[];
  /** Whether the row could be taken apart. */
  readonly isRow: string;
  /** The same for the same row in both dialects. */
  readonly rowId: string;
}

/** How a column is read: categories that look like a missing marker ("None") and are none. */
export interface ReadColumn extends DriftColumnSpec {
  readonly categories?: readonly string[] | undefined;
}

export function cellsOf(
  dialect: Dialect,
  source: RowSource,
  columns: readonly ReadColumn[],
  span?: TimeSpan,
): Cells {
  switch (source.kind) {
    case 'table':
      return tableCells(dialect, source, columns, span);
    case 'sagemaker-capture': {
      const input = 'captureData.endpointInput';
      const data = `CASE WHEN ${input}.encoding = 'BASE64' THEN ${dialect.textOfBase64(`${input}.data`)} ELSE ${input}.data END`;
      const hours = span && source.hourColumn !== undefined ? hoursOf(source.hourColumn, span) : '';
      const where = inSpan(dialect, 'eventMetadata.inferenceTime', span, hours);
      const captured = `captured AS (SELECT ${data} AS data, eventMetadata.eventId AS event_id FROM ${source.relation}${where})`;
      return capturedCells(dialect, captured, columns);
    }
    case 'modelkeep-capture': {
      const version = source.modelVersion === undefined ? '' : `modelVersion = ${source.modelVersion}`;
      const where = inSpan(dialect, 'createdAt', span, version);
      const captured = `captured AS (SELECT ${dialect.textOf('features')} AS data, id AS event_id FROM ${source.relation}${where})`;
      return capturedCells(dialect, captured, columns);
    }
  }
}

/** Compared as texts up to the second: the rest is written with and without fractions. */
function inSpan(dialect: Dialect, time: string, span: TimeSpan | undefined, also = ''): string {
  const second = `substr(${dialect.textOf(time)}, 1, 19)`;
  const conditions = [
    ...(span
      ? [`${second} >= ${quoteText(secondOf(span.from))}`, `${second} < ${quoteText(secondOf(span.to))}`]
      : []),
    ...(also === '' ? [] : [also]),
  ];
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

/** A record may be written to the hour after the one that it was made in. */
function hoursOf(column: string, { from, to }: TimeSpan): string {
  const hourOf = (time: number): string =>
    quoteText(new Date(time).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/'));
  return `${column} >= ${hourOf(Date.parse(from))} AND ${column} <= ${hourOf(Date.parse(to) + 3_600_000)}`;
}

const secondOf = (time: string): string => new Date(time).toISOString().slice(0, 19);

function tableCells(
  dialect: Dialect,
  source: Extract<RowSource, { kind: 'table' }>,
  columns: readonly ReadColumn[],
  span: TimeSpan | undefined,
): Cells {
  const { typed, timeColumn, idColumn, relation } = source;
  // Timestamps are written with a blank between date and time, texts usually with a T.
  const time = timeColumn && `replace(${dialect.textOf(quoteName(timeColumn))}, ' ', 'T')`;
  const where = time === undefined ? '' : inSpan(dialect, time, span);
  const names = columns.map(({ name }) => quoteName(name));
  const text = columns.map(({ kind }, i) =>
    typed && kind === 'numeric' ? `CAST(NULL AS varchar)` : dialect.textOf(names[i]!),
  );
  const number = columns.map(({ kind }, i) =>
    typed && kind === 'numeric' ? `CAST(${names[i]!} AS double)` : undefined,
  );
  const rowId =
    idColumn === undefined ? identityOf(dialect, text, number) : dialect.textOf(quoteName(idColumn));
  return { with: [`cells AS (SELECT * FROM ${relation}${where})`], text, number, isRow: 'true', rowId };
}

/** Of the columns that a row is known by where it has no id: more of them are never needed to tell two apart. */
const identifyingColumns = 100;

/** A text that stands for a row's values: alike rows are one as good as the other. Numbers by their bits, mixed into one. */
function identityOf(
  dialect: Dialect,
  text: readonly string[],
  number: readonly (string | undefined)[],
): string {
  const doubles = number.flatMap((x) => (x === undefined ? [] : [x])).slice(0, identifyingColumns);
  const texts = text.filter((_, i) => number[i] === undefined).slice(0, identifyingColumns);
  const mixed = doubles.reduce(
    (sum, x, i) => dialect.mix(sum, `coalesce(${dialect.bits(x)}, 0)`, i % 40),
    'CAST(0 AS bigint)',
  );
  return `concat_ws(',', ${[dialect.textOf(mixed), ...texts.map((one) => `coalesce(${one}, '')`)].join(', ')})`;
}

/**
 * Bodies of requests become lines: the items of `{"instances": […]}` or of an array of rows, a single row, or lines of
 * CSV or JSON. Then each line becomes cells by name or place, as pipelines/containers/tabular-inference reads them.
 */
function capturedCells(dialect: Dialect, captured: string, columns: readonly ReadColumn[]): Cells {
  const looksLikeJson = (text: string): string => `substr(ltrim(${text}), 1, 1) IN ('{', '[')`;
  const instances = dialect.jsonMember('data', 'instances');
  const first = dialect.jsonMember('data', 'features');
  const firstItem = `CASE WHEN ${dialect.jsonLength('data')} > 0 THEN ${dialect.itemAt(`(${dialect.jsonItems('data')})`, 1)} END`;
  const lines = `CASE
      WHEN ${looksLikeJson('data')} AND ${dialect.isJson('data')} THEN CASE
        WHEN ${dialect.jsonLength(instances)} IS NOT NULL THEN ${dialect.jsonItems(instances)}
        WHEN ${looksLikeJson(firstItem)} THEN ${dialect.jsonItems('data')}
        ELSE ${dialect.array([`coalesce(${first}, data)`])} END
      ELSE ${dialect.split(`replace(data, chr(13), '')`, '\n')} END`;
  const features = dialect.jsonMember('line', 'features');
  const json = `CASE WHEN ${looksLikeJson('line')} AND ${dialect.isJson('line')} THEN coalesce(${features}, line) END`;
  const names = columns.map(({ name }) => name);
  const list = `CASE
      WHEN json IS NULL THEN ${dialect.split(`replace(line, '"', '')`, ',')}
      WHEN substr(ltrim(json), 1, 1) = '[' THEN ${dialect.arrayCells('json')}
      ELSE ${dialect.objectCells('object', names)} END`;
  return {
    with: [
      captured,
      `bodies AS (SELECT event_id, ${lines} AS items FROM captured)`,
      `lines AS (SELECT concat(event_id, '#', ${dialect.textOf('nth')}) AS row_id, line FROM ${dialect.unpivot('bodies', { line: 'items' }, 'nth')} WHERE trim(line) <> '')`,
      `texts AS (SELECT row_id, line, ${json} AS json FROM lines)`,
      `objects AS (SELECT *, ${dialect.jsonObject('json')} AS object FROM texts)`,
      `cells AS (SELECT row_id, ${list} AS cell FROM objects)`,
    ],
    text: columns.map((_, i) => dialect.itemAt('cell', i + 1)),
    number: columns.map(() => undefined),
    isRow: `${dialect.sizeOf('cell')} = ${columns.length}`,
    rowId: 'row_id',
  };
}
