import type * as z from 'zod/mini';
import type { auditListSchema } from '../../domain/api/schemas/platform.ts';
import type { RecordStore } from '../../domain/ports.ts';
import { auditRecordSchema } from '../../domain/records/audit.ts';
import { partitions } from '../../domain/records/keys.ts';
import { parseRecord } from '../../domain/records/typed.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import type { Page } from '../edge/read.ts';

/** Who did and read what, the latest first. */
export async function readAudit(
  { records }: { readonly records: RecordStore },
  useCase: UseCase,
  page: Page,
): Promise<z.output<typeof auditListSchema>> {
  const pk = partitions.audit(useCase.name);
  const { records: found, cursor } = await records.query({ pk, order: 'descending', ...page });
  const entries = found.map((record) => ({ id: record.sk, ...parseRecord(record, auditRecordSchema) }));
  return { useCase: useCase.name, entries, ...(cursor === undefined ? {} : { cursor }) };
}
