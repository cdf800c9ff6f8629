import type * as z from 'zod/mini';
import type { alarmListSchema } from '../../domain/api/schemas/monitoring.ts';
import { driftRecordSchema } from '../../domain/monitoring/drift-records.ts';
import { qualityRecordSchema } from '../../domain/monitoring/quality-records.ts';
import type { IndexName, RecordStore } from '../../domain/ports.ts';
import { keys, partitions } from '../../domain/records/keys.ts';
import { parseRecord, readRecord } from '../../domain/records/typed.ts';
import { executionRecordSchema } from '../../domain/registry/execution.ts';
import { servingStateSchema } from '../../domain/serving/serving-state.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { readSwitch } from '../../domain/usecase/switch.ts';

type Alarm = z.output<typeof alarmListSchema>['alarms'][number];

/** Sections of docs/runbook.md. */
const runbook = (section: string): string => `docs/runbook.md#${section}`;

/** What needs somebody now, told from the records; CloudWatch's own alarms stand on its dashboards. */
export async function readAlarms(records: RecordStore, useCase: UseCase): Promise<Alarm[]> {
  const { name } = useCase;
  const latest = async (pk: string, index?: IndexName) => {
    const query = { pk, order: 'descending', limit: 1, ...(index ? { index } : {}) } as const;
    return (await records.query(query)).records[0];
  };
  const [drift, quality, execution, set, serving] = await Promise.all([
    latest(partitions.driftReports(name)),
    latest(partitions.quality(name)),
    latest(partitions.executions(name), 'byStatus'),
    readSwitch(records, name),
    readRecord(records, keys.serving(name), servingStateSchema),
  ]);
  const live = serving?.data.live;
  const alarms: (Omit<Alarm, 'id' | 'useCase'> & { readonly kind: string })[] = [];
  const window = drift && parseRecord(drift, driftRecordSchema);
  // A finding about a version that serves no more has been dealt with.
  if (window?.drifted && window.modelVersion === live?.version)
    alarms.push({
      kind: 'drift',
      severity: 'warning',
      title: 'The incoming data have moved',
      detail: window.sentence,
      since: window.judgedAt,
      runbook: runbook('drift'),
    });
  const judged = quality && parseRecord(quality, qualityRecordSchema);
  if (judged?.degraded && judged.modelVersion === live?.version)
    alarms.push({
      kind: 'quality',
      severity: 'critical',
      title: 'The model is right less often',
      detail: `accuracy is ${judged.dropPoints.toFixed(1)} percentage points under the registered one, on ${judged.labels} diagnoses`,
      since: judged.judgedAt,
      runbook: runbook('accuracy-drop'),
    });
  const last = execution && parseRecord(execution, executionRecordSchema);
  if (last?.status === 'Failed')
    alarms.push({
      kind: 'retraining',
      severity: 'critical',
      title: 'The last retraining has failed',
      detail: last.reasons[0] ?? last.outcome ?? 'without a reason',
      since: last.endedAt ?? last.startedAt,
      runbook: runbook('retraining-failed'),
    });
  if (set?.data.paused)
    alarms.push({
      kind: 'paused',
      severity: 'warning',
      title: 'The use case is paused: no predictions, no retraining',
      detail: set.data.reason,
      since: set.data.at,
      runbook: runbook('prediction-errors'),
    });
  return alarms.map(({ kind, ...alarm }) => ({ id: `${name}/${kind}`, useCase: name, ...alarm }));
}
