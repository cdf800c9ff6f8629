import * as z from 'zod/mini';
import type { RecordStore, RecordWrite } from '../ports.ts';
import { keys } from '../records/keys.ts';
import { readRecord, toJson, type Versioned } from '../records/typed.ts';
import { StaleGenerationError } from './errors.ts';

/** One retraining at a time for a use case. The generation grows with each holder: effects of an older one are refused. */
const lockSchema = z.object({
  useCase: z.string(),
  generation: z.number(),
  holder: z.nullable(z.string()),
  acquiredAt: z.nullable(z.string()),
  /** When the last retraining started (for the cooldown), kept after the release. */
  lastStartedAt: z.nullable(z.string()),
});
export type RetrainingLock = z.output<typeof lockSchema>;

export async function readLock(records: RecordStore, useCase: string): Promise<Versioned<RetrainingLock>> {
  const found = await readRecord(records, keys.lock(useCase), lockSchema);
  return (
    found ?? {
      data: { useCase, generation: 0, holder: null, acquiredAt: null, lastStartedAt: null },
      version: 0,
    }
  );
}

/**
 * The write that takes a free lock; its condition fails where somebody was faster.
 * @param options.startsCooldown false for the first version: drift right after it is no storm of retrainings.
 */
export function acquireLockWrite(
  lock: Versioned<RetrainingLock>,
  holder: string,
  at: Date,
  options: { readonly startsCooldown: boolean } = { startsCooldown: true },
): { readonly write: RecordWrite; readonly generation: number } {
  const generation = lock.data.generation + 1;
  const now = at.toISOString();
  const lastStartedAt = options.startsCooldown ? now : lock.data.lastStartedAt;
  const data = toJson({ ...lock.data, generation, holder, acquiredAt: now, lastStartedAt });
  return { generation, write: putLock(lock, data) };
}

/** The write that frees the lock, or undefined where this holder does not have it (released before, or taken over). */
export function releaseLockWrite(lock: Versioned<RetrainingLock>, holder: string): RecordWrite | undefined {
  if (lock.data.holder !== holder) return undefined;
  return putLock(lock, toJson({ ...lock.data, holder: null, acquiredAt: null }));
}

/**
 * A condition for the transaction of an effect: the lock is still held in this generation.
 * @throws StaleGenerationError where it is not any more.
 */
export async function fenceWrite(
  records: RecordStore,
  useCase: string,
  executionName: string,
  generation: number,
): Promise<RecordWrite> {
  const lock = await readLock(records, useCase);
  if (lock.data.generation !== generation || lock.data.holder !== executionName) {
    throw new StaleGenerationError(
      `${useCase}: execution ${executionName} acts in generation ${generation}, but the lock is in generation ${lock.data.generation} held by ${lock.data.holder ?? 'nobody'}; this execution must end without effect`,
    );
  }
  return { op: 'check', key: keys.lock(useCase), condition: { version: lock.version } };
}

function putLock(lock: Versioned<RetrainingLock>, data: ReturnType<typeof toJson>): RecordWrite {
  const { pk, sk } = keys.lock(lock.data.useCase);
  return {
    op: 'put',
    record: { pk, sk, data },
    condition: lock.version === 0 ? 'absent' : { version: lock.version },
  };
}

/** The write that lets no execution before it act any more, without holding the lock: for a change by hand. */
export function bumpGenerationWrite(lock: Versioned<RetrainingLock>): {
  readonly write: RecordWrite;
  readonly generation: number;
} {
  const generation = lock.data.generation + 1;
  return { generation, write: putLock(lock, toJson({ ...lock.data, generation })) };
}
