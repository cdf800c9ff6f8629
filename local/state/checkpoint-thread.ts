import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckpointThreadAnswer, CheckpointThreadData, CheckpointThreadMessage } from './checkpoints.ts';

const { path } = workerData as CheckpointThreadData;
const db = new DatabaseSync(path);
// PASSIVE waits for nobody and makes nobody wait.
parentPort?.on('message', (message: CheckpointThreadMessage) => {
  if (message === 'close') {
    db.close();
    parentPort?.close();
    return;
  }
  const pages = Number(db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get()?.['log'] ?? 0);
  parentPort?.postMessage({ pages } satisfies CheckpointThreadAnswer);
});
