/** A training program for tests: what it does stands in the request's parameters. */
import { parentPort } from 'node:worker_threads';
import { FolderObjectStore } from '../../local/adapters/folder-objects.ts';
import type { TrainingWorkerAnswer, TrainingWorkerJob } from '../../local/training/worker-protocol.ts';

async function toyTraining({ request, objects }: TrainingWorkerJob): Promise<TrainingWorkerAnswer> {
  const { what } = request.parameters;
  if (what === 'throw') throw new RangeError('broken program');
  if (what === 'exit') process.exit(3);
  if (what === 'hang') await new Promise(() => undefined);
  if (what === 'fail') return { ok: false, reason: 'ArtifactError: no snapshot' };
  const store = new FolderObjectStore(objects);
  const before = await store.get(`${request.outputPrefix}runs`);
  const runs = Number(before ? new TextDecoder().decode(before.body) : '0') + 1;
  await store.put(`${request.outputPrefix}runs`, String(runs));
  return { ok: true };
}

parentPort?.on('message', (job: TrainingWorkerJob) => {
  void toyTraining(job).then((answer) => parentPort?.postMessage(answer));
});
