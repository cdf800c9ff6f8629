import type { TrainingRequest } from '../../domain/ports.ts';

/** What a training program is sent, one at a time. */
export interface TrainingWorkerJob {
  readonly request: TrainingRequest;
  /** Folder of the object store. */
  readonly objects: string;
}

/** The program's answer to each job. A thread that ends without one has failed. */
export type TrainingWorkerAnswer = { readonly ok: true } | { readonly ok: false; readonly reason: string };
