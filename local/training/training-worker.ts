import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { runTraining } from '../../domain/training/train.ts';
import { useCases } from '../../usecases/index.ts';
import { FolderObjectStore } from '../adapters/folder-objects.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { errorText } from '../error-code.ts';
import type { TrainingWorkerAnswer, TrainingWorkerData } from './worker-protocol.ts';

/** The training of a light model, in a thread of its own: it computes for long, and whoever serves must not wait. */
async function train({ request, objects }: TrainingWorkerData): Promise<TrainingWorkerAnswer> {
  try {
    await runTraining(request, {
      objects: new FolderObjectStore(objects),
      clock: systemClock,
      useCase: useCases.get(request.useCase),
    });
    return { ok: true };
  } catch (error) {
    return {
      ok: false,
      reason: errorText(error),
    };
  }
}

// Whoever serves goes first. On Linux 0 means this thread; elsewhere it would be the whole process.
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_LOW);
// Set by WorkerPipelineRunner.
parentPort?.postMessage(await train(workerData as TrainingWorkerData));
