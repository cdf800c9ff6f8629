import { enableCompileCache } from 'node:module';
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { TrainingWorkerJob } from './worker-protocol.ts';

// Whoever serves goes first, also while the program is loaded: it is imported only after this.
// On Linux 0 means this thread; elsewhere it would be the whole process.
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_LOW);
enableCompileCache();

const program = import('./training-program.ts');
// Sent by WorkerPipelineRunner, one after the other.
parentPort?.on('message', (job: TrainingWorkerJob) => {
  void program.then(async ({ train }) => parentPort?.postMessage(await train(job)));
});
