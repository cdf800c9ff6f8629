import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assemble } from './assemble.ts';

/** The Assemble step as a program: exit code 0, or why not on standard error and in `output/message`. */
export function runAssemble(): void {
  const root = process.env['MODELKEEP_ML_ROOT'] ?? '/opt/ml';
  try {
    assemble(root, process.env, new Date());
    process.stdout.write('assembled the files of the version\n');
  } catch (error) {
    const why =
      error instanceof Error ? `${error.name}: ${error.message}` : 'a value that is no Error was thrown';
    mkdirSync(path.join(root, 'output'), { recursive: true });
    writeFileSync(path.join(root, 'output/message'), why.slice(0, 1024));
    process.stderr.write(`${why}\n`);
    process.exitCode = 1;
  }
}
