import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { UsageError } from '../errors.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Beside cdktf.out, and as deep: what is planned for review stays as it is, and paths of local states fit. */
export const defaultOutdir = path.join(root, 'dist');

/**
 * Writes the stacks of an environment as the code has them now.
 * @throws UsageError with the words of the synth: a typo in an environment file, say.
 */
export async function synthesise(environment: string, outdir: string): Promise<void> {
  const script = path.join(root, 'stacks/synth.ts');
  try {
    await promisify(execFile)(process.execPath, ['--disable-warning=DEP0044', script, '--env', environment], {
      cwd: root,
      env: { ...process.env, CDKTF_OUTDIR: outdir },
    });
  } catch (error) {
    const said: unknown = error instanceof Error ? Reflect.get(error, 'stderr') : undefined;
    throw new UsageError(
      typeof said === 'string' && said !== '' ? said.trim() : `the stacks of ${environment} cannot be made`,
      {
        cause: error,
      },
    );
  }
}
