import type { IngestedDataset } from '../dataset/ingested.ts';
import type { Notification } from '../events/notification.ts';

export function datasetAlert(dataset: IngestedDataset): Notification {
  const { useCase, datasetId, status, rows, report, contentHash, ingestedAt, createdBy } = dataset;
  const quarantined = rows.quarantined > 0 ? `, ${rows.quarantined} quarantined` : '';
  return {
    key: `dataset/${useCase}/${datasetId}/${contentHash.slice(0, 16)}`,
    severity: status === 'Accepted' && rows.quarantined === 0 ? 'info' : 'warning',
    topic: 'dataset',
    useCase,
    title:
      status === 'Accepted'
        ? `Dataset ${datasetId}: ${rows.accepted} rows accepted${quarantined}`
        : `Dataset ${datasetId} was rejected`,
    reasons: report.slice(0, 20),
    facts: { 'created by': createdBy },
    link: `/datasets/${encodeURIComponent(datasetId)}?useCase=${useCase}`,
    at: ingestedAt,
  };
}
