import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { UsageError } from '../errors.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Not cdktf.out: what is planned and reviewed there stays as it is. */
export const defaultOutdir = path.join(root, '.cache/doctor');

/** Where `npm run deploy -- --emulator` writes what it deploys. */
export const emulatorOutdir = (port: number): string =>
  path.join(root, '.cache/emulator-deploy', String(port), 'cdktf.out');

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
