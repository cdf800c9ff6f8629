import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../error-code.ts';

/** A version as a pipeline registers it: arguments of CreateModelPackage, their values filled in. */
export interface Registration {
  readonly group: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly pipelineExecutionArn: string;
  readonly registeredAt: string;
}

/** Registers a version and gives its number. */
export type Registrar = (registration: Registration) => Promise<number>;

/** Versions as files, `<group>/<number>.json`: each number is given once, also to runs at the same time. */
export const folderRegistry =
  (folder: string): Registrar =>
  async (registration) => {
    const group = path.join(folder, registration.group.replace(/[^A-Za-z0-9-]/g, '-'));
    await mkdir(group, { recursive: true });
    for (;;) {
      const numbers = (await readdir(group)).map((name) => Number(/^(\d+)\.json$/.exec(name)?.[1] ?? 0));
      const version = Math.max(0, ...numbers) + 1;
      try {
        const text = `${JSON.stringify({ schemaVersion: 1, version, ...registration }, null, 1)}\n`;
        await writeFile(path.join(group, `${version}.json`), text, { flag: 'wx' });
        return version;
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') throw error;
      }
    }
  };
