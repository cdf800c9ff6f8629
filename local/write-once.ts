import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { errorCode } from './error-code.ts';

/**
 * Writes a file that only the user may read, unless it is there: somebody who was faster keeps his. Under its name only when
 * whole, so that a crash leaves no half one.
 */
export function writeOnce(file: string, text: string): void {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o600, flush: true });
  try {
    linkSync(temporary, file);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}
