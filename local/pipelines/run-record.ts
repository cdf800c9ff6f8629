import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../domain/ports.ts';
import type { PipelineRun, RunEvent, StepRun } from './run-status.ts';

/** The record of one run: changed by its steps, told to whoever watches, written whole to `status.json` at each change. */
export class RunRecord {
  readonly #file: string;
  readonly #clock: Clock;
  readonly #onEvent: (event: RunEvent) => void;
  #run: PipelineRun;

  constructor(
    run: PipelineRun,
    options: { readonly file: string; readonly clock: Clock; readonly onEvent: (event: RunEvent) => void },
  ) {
    this.#run = run;
    this.#file = options.file;
    this.#clock = options.clock;
    this.#onEvent = options.onEvent;
  }

  get run(): PipelineRun {
    return this.#run;
  }

  step(name: string): StepRun {
    const found = this.#run.steps.find((step) => step.name === name);
    if (!found) throw new Error(`the run has no step ${name}`);
    return found;
  }

  async begin(name: string): Promise<void> {
    await this.#change(name, { status: 'Executing', startedAt: this.#now() });
  }

  async end(name: string, change: Omit<Partial<StepRun>, 'name' | 'type'>): Promise<void> {
    await this.#change(name, { ...change, endedAt: this.#now() });
  }

  async skip(name: string, reason: string): Promise<void> {
    await this.#change(name, { status: 'Skipped', reason });
  }

  async finish(change: Pick<PipelineRun, 'status' | 'failure'>): Promise<void> {
    this.#run = { ...this.#run, ...change, endedAt: this.#now() };
    await this.write();
  }

  async write(): Promise<void> {
    await mkdir(path.dirname(this.#file), { recursive: true });
    const temporary = `${this.#file}.${randomBytes(6).toString('hex')}.part`;
    await writeFile(temporary, `${JSON.stringify(this.#run, null, 1)}\n`);
    await rename(temporary, this.#file);
  }

  async #change(name: string, change: Partial<StepRun>): Promise<void> {
    const step = { ...this.step(name), ...change };
    this.#run = { ...this.#run, steps: this.#run.steps.map((one) => (one.name === name ? step : one)) };
    await this.write();
    this.#onEvent({ kind: 'step', step });
  }

  #now(): string {
    return this.#clock.now().toISOString();
  }
}
