import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckpointThreadData } from './checkpoints.ts';

const { path } = workerData as CheckpointThreadData;
const db = new DatabaseSync(path);
// Each message asks for one. PASSIVE waits for nobody and makes nobody wait.
parentPort?.on('message', () => {
  db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get();
  parentPort?.postMessage('done');
});
