/** A training program for tests: what it does stands in the request's parameters. */
import { parentPort, workerData } from 'node:worker_threads';
import { FolderObjectStore } from '../../local/adapters/folder-objects.ts';
import type { TrainingWorkerData } from '../../local/training/worker-protocol.ts';

const { request, objects } = workerData as TrainingWorkerData;
const { what } = request.parameters;
if (what === 'throw') throw new RangeError('broken program');
if (what === 'exit') process.exit(3);
if (what === 'hang') setInterval(() => undefined, 1000);
else if (what === 'fail') parentPort?.postMessage({ ok: false, reason: 'ArtifactError: no snapshot' });
else {
  const store = new FolderObjectStore(objects);
  const before = await store.get(`${request.outputPrefix}runs`);
  const runs = Number(before ? new TextDecoder().decode(before.body) : '0') + 1;
  await store.put(`${request.outputPrefix}runs`, String(runs));
  parentPort?.postMessage({ ok: true });
}
