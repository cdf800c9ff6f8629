import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { resolveValue } from '../../local/pipelines/resolve.ts';
import { validPipeline } from '../../pipelines/sagemaker/validate/validate.ts';

const root = path.join(import.meta.dirname, '../..');

/** The interpreter that has botocore, or undefined where it was not set up; with REQUIRE_ALL=1 that is a failure. */
export function botocoreOrSkip(): string | undefined {
  const python = path.join(root, '.venv/emulator/bin/python');
  if (existsSync(python)) return python;
  const missing = '.venv/emulator is missing; run "npm run setup:python -- emulator"';
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(missing);
  process.stderr.write(`skipped: ${missing}\n`);
  return undefined;
}

export function runPython(python: string, program: string, stdin = ''): string {
  const { status, stdout, stderr } = spawnSync(python, [path.join(import.meta.dirname, program)], {
    input: stdin,
    encoding: 'utf8',
    maxBuffer: 16 * 2 ** 20,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** What botocore has against the arguments of each step, values of the run filled in; empty texts for nothing. */
export function judged(python: string, definition: unknown): { name: string; report: string }[] {
  const steps = validPipeline(definition, 'definition').steps.map(({ Name, Type, Arguments }) => ({
    name: Name,
    type: Type,
    arguments: resolveValue(Arguments, {
      get: (text) => (/Count$/.test(text) ? 1 : 'x'),
      json: () => 1,
    }),
  }));
  const answer: unknown = JSON.parse(runPython(python, 'botocore_judge.py', JSON.stringify({ steps })));
  return z.parse(z.array(z.object({ name: z.string(), report: z.string() })), answer);
}
