import * as z from 'zod/mini';
import type { Ids, Clock, RecordWrite } from '../ports.ts';
import { keys } from './keys.ts';
import { toJson } from './typed.ts';

export interface AuditEntry {
  readonly useCase: string;
  /** Who: a user's name, or the function that acted by itself. */
  readonly actor: string;
  readonly action:
    | 'approve-model'
    | 'reject-model'
    | 'deploy-model'
    | 'roll-back-model'
    | 'pause-use-case'
    | 'resume-use-case'
    | 'confirm-diagnosis'
    | 'erase-patient'
    | 'read-predictions'
    | 'start-retraining'
    | 'ingest-dataset'
    | 'read-dataset'
    | 'run-inference'
    | 'download-inference';
  /** What was acted on: a model version, a prediction's id, a pseudonym. Never a patient's id or values. */
  readonly subject: string;
  /** Pseudonym of the patient whose record it is about, where it is one patient's. Outlives an erasure: who read what is kept. */
  readonly patient?: string;
  readonly reason?: string;
}

/** An entry as it is read back. */
export const auditRecordSchema = z.object({
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  /** Pseudonym of the patient whose record it is about. */
  patient: z.optional(z.string()),
  reason: z.optional(z.string()),
});

/** The write that records who did what; it goes into the transaction of the change itself, so that neither is without the other. */
export function auditWrite(
  entry: AuditEntry,
  deps: { readonly clock: Clock; readonly ids: Ids },
): RecordWrite {
  const data = toJson({ ...entry, at: deps.clock.now().toISOString() });
  return { op: 'put', record: { ...keys.audit(entry.useCase, deps.ids.next()), data }, condition: 'absent' };
}
