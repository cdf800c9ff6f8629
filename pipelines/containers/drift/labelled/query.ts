import type { TimeSpan } from '../sql/source.ts';
import { quoteText } from '../sql/dialect.ts';
import { captureLines, linesOf, truthLines, type CaptureFormat } from '../count/file-relation.ts';

/** More predictions than these make no figure better; the newest are taken. */
export const labelledAtMost = 100_000;

/** Files as read by DuckDB: captured predictions, and confirmed diagnoses that lie beside them, if any. */
export interface LabelledFiles {
  readonly format: Extract<CaptureFormat, 'sagemaker-capture' | 'modelkeep-capture'>;
  readonly captured: readonly string[];
  readonly truth: readonly string[];
  readonly modelVersion: number;
}

/**
 * Predictions of a stretch of time, the newest first, with what was found afterwards. Columns: `input` and `output` as they
 * were captured, `truth` as it was confirmed (NULL: not yet). A confirmed diagnosis names the request by its inference id, or
 * by the id that SageMaker gave it; the last one counts.
 */
export function labelledQuery(
  { format, captured, truth, modelVersion }: LabelledFiles,
  span: TimeSpan,
): string {
  const confirmed =
    truth.length === 0
      ? 'SELECT NULL AS id, NULL AS truth WHERE false'
      : `SELECT eventMetadata.eventId AS id, last(groundTruthData.data) AS truth FROM ${linesOf(truth, truthLines)} GROUP BY ALL`;
  const own = format === 'modelkeep-capture';
  const rows = own
    ? `SELECT id, id AS other_id, createdAt AS made, CAST(features AS VARCHAR) AS input, concat(prediction, ',', probability) AS output, CAST(diagnosis AS VARCHAR) AS known FROM ${linesOf(captured, captureLines(format))} WHERE modelVersion = ${modelVersion}`
    : `SELECT coalesce(eventMetadata.inferenceId, eventMetadata.eventId) AS id, eventMetadata.eventId AS other_id, eventMetadata.inferenceTime AS made, captureData.endpointInput.data AS input, captureData.endpointOutput.data AS output, NULL AS known FROM ${linesOf(captured, captureLines(format))}`;
  const second = (time: string): string => quoteText(new Date(time).toISOString().slice(0, 19));
  return `WITH confirmed AS (${confirmed}), rows AS (${rows})
SELECT input, output, coalesce(c.truth, known) AS truth FROM rows r LEFT JOIN confirmed c ON c.id = r.id OR c.id = r.other_id
WHERE substr(made, 1, 19) >= ${second(span.from)} AND substr(made, 1, 19) < ${second(span.to)}
ORDER BY made DESC, r.other_id LIMIT ${labelledAtMost}`;
}
