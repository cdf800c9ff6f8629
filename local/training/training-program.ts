import { runTraining } from '../../domain/training/train.ts';
import { useCases } from '../../usecases/index.ts';
import { FolderObjectStore } from '../adapters/folder-objects.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { errorText } from '../error-code.ts';
import type { TrainingWorkerAnswer, TrainingWorkerJob } from './worker-protocol.ts';

/** The training of a light model, in a thread of its own: it computes for long, and whoever serves must not wait. */
export async function train({ request, objects }: TrainingWorkerJob): Promise<TrainingWorkerAnswer> {
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
