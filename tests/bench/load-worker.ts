import { parentPort, workerData } from 'node:worker_threads';
import { openLoop } from './open-loop.ts';

/** The load in a thread of its own: what the bench does beside it must not be measured. */
export interface Load {
  readonly url: string;
  readonly token: string;
  readonly perSecond: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly bodies: readonly string[];
}

// Handed over by http.ts, which types it.
const load = workerData as Load;
const bodyOf = (i: number): string => load.bodies[i % load.bodies.length] ?? '';
// Server and client compile what they run for the first time; a platform that serves has done so.
await openLoop(load, load.warmUpSeconds, bodyOf);
parentPort?.postMessage('warm');
parentPort?.postMessage(await openLoop(load, load.seconds, bodyOf));
