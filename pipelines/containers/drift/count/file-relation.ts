import { hourColumn } from '../sql/athena-table.ts';
import { quoteText } from '../sql/dialect.ts';
import type { RowSource } from '../sql/source.ts';

export const captureFormats = ['sagemaker-capture', 'modelkeep-capture', 'csv', 'parquet'] as const;
export type CaptureFormat = (typeof captureFormats)[number];

/** File endings of a format; the JSON lines and CSV may be compressed by gzip. */
export const endingsOf = (format: CaptureFormat): readonly string[] => {
  switch (format) {
    case 'parquet':
      return ['.parquet'];
    case 'csv':
      return ['.csv', '.csv.gz'];
    default:
      return ['.jsonl', '.jsonl.gz'];
  }
};

export interface SourceOptions {
  /** Of CSV and Parquet: when a row came in. Without it every row belongs to the window. */
  readonly timeColumn?: string | undefined;
  /** Of CSV and Parquet: different for each row. Without it a row's values stand for it. */
  readonly idColumn?: string | undefined;
  /** Of modelkeep-capture: rows of other versions are left out. */
  readonly modelVersion?: number | undefined;
}

const oneSide = 'STRUCT(observedContentType VARCHAR, "mode" VARCHAR, "data" VARCHAR, "encoding" VARCHAR)';

/** Columns of a line of captured data. */
export const captureLines = (format: 'sagemaker-capture' | 'modelkeep-capture'): string =>
  format === 'sagemaker-capture'
    ? `captureData: 'STRUCT(endpointInput ${oneSide}, endpointOutput ${oneSide})', eventMetadata: 'STRUCT(eventId VARCHAR, inferenceId VARCHAR, inferenceTime VARCHAR)'`
    : `id: 'VARCHAR', createdAt: 'VARCHAR', modelVersion: 'BIGINT', features: 'JSON', prediction: 'BIGINT', probability: 'DOUBLE', diagnosis: 'BIGINT'`;

/** Columns of a line of SageMaker's ground truth. */
export const truthLines = `groundTruthData: 'STRUCT("data" VARCHAR, "encoding" VARCHAR)', eventMetadata: 'STRUCT(eventId VARCHAR)'`;

/** Files of JSON lines as DuckDB reads them. A line that is no JSON is left out: an endpoint may be writing it just now. */
export const linesOf = (files: readonly string[], columns: string): string =>
  `read_json([${files.map(quoteText).join(', ')}], format = 'newline_delimited', ignore_errors = true, maximum_object_size = ${32 * 2 ** 20}, columns = {${columns}})`;

/** Files as DuckDB reads them. */
export function fileSource(
  format: CaptureFormat,
  files: readonly string[],
  { timeColumn, idColumn, modelVersion }: SourceOptions = {},
): RowSource {
  const list = `[${files.map(quoteText).join(', ')}]`;
  switch (format) {
    case 'sagemaker-capture':
      return { kind: format, relation: linesOf(files, captureLines(format)) };
    case 'modelkeep-capture':
      return { kind: format, relation: linesOf(files, captureLines(format)), modelVersion };
    case 'csv':
      return {
        kind: 'table',
        relation: `read_csv(${list}, header = true, all_varchar = true)`,
        typed: false,
        timeColumn,
        idColumn,
      };
    case 'parquet':
      return { kind: 'table', relation: `read_parquet(${list})`, typed: true, timeColumn, idColumn };
  }
}

/** A table of Athena in the same form. @param byHour it is one of ours, with a column for the hour. */
export function tableSource(
  {
    captureFormat,
    timeColumn,
    idColumn,
    modelVersion,
  }: SourceOptions & { readonly captureFormat: CaptureFormat },
  relation: string,
  byHour: boolean,
): RowSource {
  switch (captureFormat) {
    case 'sagemaker-capture':
      return { kind: captureFormat, relation, ...(byHour ? { hourColumn } : {}) };
    case 'modelkeep-capture':
      return { kind: captureFormat, relation, modelVersion };
    default:
      return { kind: 'table', relation, typed: captureFormat === 'parquet', timeColumn, idColumn };
  }
}
