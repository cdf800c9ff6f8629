import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runWatch } from './run.ts';
import { readSettings } from './settings.ts';

/** `node main.js`: one run, told what to do by the environment (pipelines/containers/README.md). The last line is JSON. */
const root = process.env['MODELKEEP_ML_ROOT'] ?? '/opt/ml';
const startedAt = performance.now();

try {
  const outcome = await runWatch(readSettings(process.env), new Date());
  const seconds = (performance.now() - startedAt) / 1000;
  const rows = typeof outcome['rows'] === 'number' ? outcome['rows'] : 0;
  const speed = { seconds: Number(seconds.toFixed(2)), rowsPerSecond: Math.round(rows / seconds) };
  process.stdout.write(`${JSON.stringify({ ...outcome, ...speed })}\n`);
} catch (error) {
  const why =
    error instanceof Error ? `${error.name}: ${error.message}` : 'a value that is no Error was thrown';
  process.stderr.write(`${why}\n`);
  process.exitCode = 1;
  // Where SageMaker looks for the reason; on a machine without the folder the line above has to do.
  if (process.env['MODELKEEP_ML_ROOT'] !== undefined)
    mkdirSync(path.join(root, 'output'), { recursive: true });
  try {
    writeFileSync(path.join(root, 'output/message'), why.slice(0, 1024));
  } catch {
    process.stderr.write(`${path.join(root, 'output/message')} could not be written\n`);
  }
}
