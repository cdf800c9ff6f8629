import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Alarms } from '../../local/alarms.ts';
import type { LocalProgram, Programs } from '../../local/pipelines/programs.ts';
import { runPipeline, type RunOptions } from '../../local/pipelines/run-pipeline.ts';
import type { RunEvent } from '../../local/pipelines/run-status.ts';
import { PlainFolder } from '../../local/pipelines/storage/plain-folder.ts';
import { FakeClock } from '../support/doubles.ts';

const program = path.join(import.meta.dirname, 'tiny-program.mjs');

/** The tiny program in the place of an image. */
export const tiny = (environment: Record<string, string> = {}): LocalProgram => ({
  command: [process.execPath, program],
  environment,
});

/** Pipelines in a folder of their own, on a clock that the test moves. */
export class LocalRuns {
  readonly clock = new FakeClock();
  readonly alarms = new Alarms(this.clock, { manual: true });
  readonly events: RunEvent[] = [];
  #folder: string | undefined;

  async folder(): Promise<string> {
    return (this.#folder ??= await mkdtemp(path.join(tmpdir(), 'modelkeep-pipelines-')));
  }

  async bucket(name: string): Promise<PlainFolder> {
    return new PlainFolder(path.join(await this.folder(), 's3', name));
  }

  async text(bucket: string, key: string): Promise<string | undefined> {
    const found = await (await this.bucket(bucket)).get(key);
    return found && new TextDecoder().decode(found.body);
  }

  async run(definition: unknown, programs: Programs, options: Partial<RunOptions> = {}) {
    return runPipeline({
      definition,
      pipelineName: 'test',
      parameters: {},
      programs,
      workFolder: await this.folder(),
      clock: this.clock,
      alarms: this.alarms,
      ...options,
      onEvent: (event) => {
        this.events.push(event);
        options.onEvent?.(event);
      },
    });
  }

  async close(): Promise<void> {
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }
}

/** `Preprocess:Succeeded Train:Failed …` */
export const statuses = (run: Awaited<ReturnType<typeof runPipeline>>): string =>
  run.steps.map(({ name, status, cached }) => `${name}:${cached ? 'cached' : status}`).join(' ');
