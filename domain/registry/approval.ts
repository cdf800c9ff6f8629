import * as z from 'zod/mini';
import type { RecordStore, RecordWrite } from '../ports.ts';
import { keys } from '../records/keys.ts';
import { readRecord, toJson, type Versioned } from '../records/typed.ts';
import { approvalDecisionSchema } from '../retraining/payload.ts';

/** A decision that is waited for. Whoever writes `Decided` first has decided. */
const approvalRequestSchema = z.object({
  useCase: z.string(),
  version: z.number(),
  executionName: z.string(),
  /** Answers the waiting state of the machine. Never shown. */
  token: z.string(),
  status: z.enum(['Waiting', 'Decided', 'Closed']),
  requestedAt: z.string(),
  deadline: z.string(),
  /** Who asked for the retraining, where a person did. */
  requestedBy: z.optional(z.string()),
  decision: z.optional(approvalDecisionSchema),
  /** When the machine took the decision. */
  acknowledgedAt: z.optional(z.string()),
});
export type ApprovalRequest = z.output<typeof approvalRequestSchema>;

export const readApproval = (
  records: RecordStore,
  useCase: string,
  version: number,
): Promise<Versioned<ApprovalRequest> | undefined> =>
  readRecord(records, keys.approval(useCase, version), approvalRequestSchema);

export const approvalWrite = (
  request: ApprovalRequest,
  before: Versioned<ApprovalRequest> | undefined,
): RecordWrite => ({
  op: 'put',
  record: { ...keys.approval(request.useCase, request.version), data: toJson(request) },
  condition: before ? { version: before.version } : 'absent',
});
