import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** In the folder of a step: the id of its program's process group, while the program runs. */
export const processFileName = 'process.pid';

/**
 * Ends what still runs of a run whose platform was killed: its programs lead process groups of their own and live on. A
 * process that has another's id by now is told by its environment, which names the run's folder; where that cannot be read
 * (no /proc), it is left alone, and works on in a folder that nobody looks at any more.
 */
export async function endOrphans(runFolder: string): Promise<number> {
  let ended = 0;
  for (const step of await readdir(runFolder).catch(() => [])) {
    const file = path.join(runFolder, step, processFileName);
    const pid = Number(await readFile(file, 'utf8').catch(() => '0'));
    if (!Number.isInteger(pid) || pid <= 1) continue;
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (!environment.includes(`MODELKEEP_ML_ROOT=${path.join(runFolder, step)}${path.sep}`)) continue;
    try {
      process.kill(-pid, 'SIGKILL');
      ended += 1;
    } catch {
      // It has ended meanwhile.
    }
  }
  return ended;
}
