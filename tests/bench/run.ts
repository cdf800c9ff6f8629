import path from 'node:path';
import { benchBundles } from './bundles.ts';
import { benchDriftJob } from './drift/drift-job.ts';
import { benchClients } from './clients.ts';
import { benchConsole } from './console/console.ts';
import { benchDrift } from './drift/drift.ts';
import { benchHttp } from './http.ts';
import { benchKinds } from './kinds.ts';
import { benchPredictions } from './predictions.ts';

/** `npm run bench [-- predictions kinds http clients bundles drift drift-job console]`: speed and memory, beside others in the same run. */
const root = path.resolve(import.meta.dirname, '../..');
const benches: Readonly<Record<string, () => Promise<void>>> = {
  predictions: benchPredictions,
  kinds: benchKinds,
  http: () => benchHttp(root),
  clients: () => benchClients(root),
  bundles: () => benchBundles(root),
  drift: benchDrift,
  'drift-job': benchDriftJob,
  console: benchConsole,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`bench: got ${unknown.join(', ')}, expected some of ${Object.keys(benches).join(', ')}`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(benches)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await bench();
    console.log();
  }
}
