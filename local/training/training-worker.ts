import { enableCompileCache } from 'node:module';
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { TrainingWorkerJob } from './worker-protocol.ts';

enableCompileCache();

const program = import('./training-program.ts').then((loaded) => {
  // Whoever serves goes first. On Linux 0 means this thread; elsewhere it would be the whole process. Only now: on a machine
  // that is busy with other things, loading at the lowest priority would take half a minute.
  if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_LOW);
  return loaded;
});
// Sent by WorkerPipelineRunner, one after the other.
parentPort?.on('message', (job: TrainingWorkerJob) => {
  void program.then(async ({ train }) => parentPort?.postMessage(await train(job)));
});
