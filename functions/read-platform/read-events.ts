import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import type { eventListSchema, LiveEvent } from '../../domain/api/schemas/platform.ts';
import { ulidAt } from '../../domain/ids/ulid.ts';
import { driftRecordSchema } from '../../domain/monitoring/drift-records.ts';
import type { RecordStore } from '../../domain/ports.ts';
import { auditRecordSchema } from '../../domain/records/audit.ts';
import { partitions } from '../../domain/records/keys.ts';
import { parseRecord } from '../../domain/records/typed.ts';
import { executionRecordSchema } from '../../domain/registry/execution.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';

/** So many of each kind are looked at: who asks every few seconds misses none. */
const newest = 50;

/** What people did, and what it is to the page. Who read what is no event, and an erasure names a patient. */
const kinds: Readonly<Record<string, string>> = {
  'approve-model': 'model',
  'reject-model': 'model',
  'deploy-model': 'deployment',
  'roll-back-model': 'deployment',
  'pause-use-case': 'use-case',
  'resume-use-case': 'use-case',
  'confirm-diagnosis': 'prediction',
  'ingest-dataset': 'dataset',
  'run-inference': 'inference',
};

/**
 * What changed since the event `after`, the oldest first; without it the newest. Events are not stored as such: they are read
 * from the audit trail, the executions and the judged windows, with ids that their time and content give, the same each time.
 */
export async function readEvents(
  { records }: { readonly records: RecordStore },
  useCases: readonly UseCase[],
  after: string | undefined,
): Promise<z.output<typeof eventListSchema>> {
  const found = await Promise.all(
    useCases.flatMap(({ name }) => [audited(records, name), executed(records, name), drifted(records, name)]),
  );
  const events = found
    .flat()
    .filter(({ id }) => after === undefined || id > after)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .slice(-newest);
  return { events, last: events.at(-1)?.id ?? after ?? null };
}

async function audited(records: RecordStore, useCase: string): Promise<LiveEvent[]> {
  const query = { pk: partitions.audit(useCase), order: 'descending', limit: newest } as const;
  return (await records.query(query)).records.flatMap((record) => {
    const { at, actor, action, subject } = parseRecord(record, auditRecordSchema);
    const type = kinds[action];
    if (type === undefined) return [];
    return [{ id: record.sk, at, type, useCase, subject, message: `${actor}: ${action} ${subject}` }];
  });
}

async function executed(records: RecordStore, useCase: string): Promise<LiveEvent[]> {
  const query = {
    pk: partitions.executions(useCase),
    index: 'byStatus',
    order: 'descending',
    limit: newest,
  } as const;
  return (await records.query(query)).records.flatMap((record) => {
    const { name, startedAt, endedAt, outcome, trigger } = parseRecord(record, executionRecordSchema);
    const event = (at: string, message: string): LiveEvent => ({
      id: eventId(at, [name, message]),
      at,
      type: 'execution',
      useCase,
      subject: name,
      message,
    });
    return [
      event(startedAt, `a retraining has started: ${trigger.reason}`),
      ...(endedAt === null
        ? []
        : [event(endedAt, `a retraining has ended: ${outcome ?? 'without outcome'}`)]),
    ];
  });
}

async function drifted(records: RecordStore, useCase: string): Promise<LiveEvent[]> {
  const query = { pk: partitions.driftReports(useCase), order: 'descending', limit: newest } as const;
  return (await records.query(query)).records.map((record) => {
    const { windowId, judgedAt, sentence } = parseRecord(record, driftRecordSchema);
    const id = eventId(judgedAt, ['drift', windowId]);
    return { id, at: judgedAt, type: 'drift', useCase, subject: windowId, message: sentence };
  });
}

const eventId = (at: string, cause: readonly string[]): string =>
  ulidAt(Date.parse(at), createHash('sha256').update(JSON.stringify(cause)).digest());
