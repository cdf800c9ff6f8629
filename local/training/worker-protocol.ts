import type { TrainingRequest } from '../../domain/ports.ts';

/** What a training program is started with, as `workerData`. */
export interface TrainingWorkerData {
  readonly request: TrainingRequest;
  /** Folder of the object store. */
  readonly objects: string;
}

/** The program's last message. A worker that ends without one has failed. */
export type TrainingWorkerAnswer = { readonly ok: true } | { readonly ok: false; readonly reason: string };
