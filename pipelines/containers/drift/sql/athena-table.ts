import { quoteText } from './dialect.ts';

/** The column that the hour of a captured file's place becomes: `2026/01/05/08`. */
export const hourColumn = 'capture_hour';

/**
 * Athena's table over SageMaker's data capture, partitioned by the hours of its file names: a count reads the hours of its
 * window alone, and no crawler is needed for new ones.
 * @param location the prefix below which years begin: s3://bucket/prefix/endpoint/variant.
 */
export function captureTableSql(database: string, table: string, location: string): string {
  const prefix = location.replace(/\/+$/, '');
  const side = 'struct<observedContentType:string,mode:string,data:string,encoding:string>';
  return `CREATE EXTERNAL TABLE IF NOT EXISTS \`${database}\`.\`${table}\` (
  captureData struct<endpointInput:${side},endpointOutput:${side}>,
  eventMetadata struct<eventId:string,inferenceId:string,inferenceTime:string>,
  eventVersion string)
PARTITIONED BY (${hourColumn} string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' WITH SERDEPROPERTIES ('ignore.malformed.json' = 'true')
LOCATION ${quoteText(`${prefix}/`)}
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.${hourColumn}.type' = 'date',
  'projection.${hourColumn}.format' = 'yyyy/MM/dd/HH',
  'projection.${hourColumn}.interval' = '1',
  'projection.${hourColumn}.interval.unit' = 'HOURS',
  'projection.${hourColumn}.range' = '2024/01/01/00,NOW',
  'storage.location.template' = ${quoteText(`${prefix}/\${${hourColumn}}/`)})`;
}
