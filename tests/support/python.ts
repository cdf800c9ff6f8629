import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The interpreter of a Python environment that `npm run setup:python` makes, or undefined where it was not made: the
 * test then says so and skips. With REQUIRE_ALL=1 a missing environment is a failure, so that CI skips nothing.
 */
export function pythonOrSkip(name: 'tabular' | 'vision' | 'bench' | 'mlflow'): string | undefined {
  const python = path.join(import.meta.dirname, '../../.venv', name, 'bin/python');
  if (existsSync(python)) return python;
  const missing = `.venv/${name} is missing; run "npm run setup:python -- ${name}"`;
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(missing);
  process.stderr.write(`skipped: ${missing}\n`);
  return undefined;
}
