import { spawn } from 'node:child_process';
import { createWriteStream, rmSync, writeFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Clock } from '../../domain/ports.ts';
import type { Alarms } from '../alarms.ts';
import { errorText } from '../error-code.ts';
import { StepFailedError, StepStoppedError } from './errors.ts';

export interface ChildJob {
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Holds the id of its process group while it runs. */
  readonly processFile: string;
  onLine(line: string): void;
  /** SageMaker's StoppingCondition. */
  readonly timeoutSeconds: number;
}

export interface ChildDeps {
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly signal: AbortSignal;
}

export interface ChildResult {
  readonly exitCode: number;
  readonly lastLines: readonly string[];
}

/** Between SIGTERM and SIGKILL, as on SageMaker. */
const graceSeconds = 120;
const keptLines = 20;
/** A line without an end (a progress bar) is cut here. */
const longestLine = 16_384;

/**
 * Runs a program in a process group of its own, its output streamed line by line to the log and to `onLine`. Asked to stop, or out of time, it
 * gets SIGTERM, and SIGKILL 120 s later.
 * @throws StepStoppedError, StepFailedError where it took too long or could not be started.
 */
export async function runChild(job: ChildJob, { clock, alarms, signal }: ChildDeps): Promise<ChildResult> {
  if (signal.aborted) throw new StepStoppedError('stopped before it began');
  const [program = '', ...args] = job.command;
  const log = createWriteStream(job.logFile, { flags: 'a' });
  const lines = new LastLines((line) => {
    log.write(`${line}\n`);
    job.onLine(line);
  });
  const child = spawn(program, args, {
    cwd: job.folder,
    env: job.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  // At once, and without a wait in which its output or end could be missed.
  if (child.pid !== undefined) writeFileSync(job.processFile, String(child.pid));
  const kill = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // It has ended meanwhile.
    }
  };
  let ending: 'stopped' | 'timeout' | undefined;
  let callOffKill = (): void => undefined;
  const end = (why: 'stopped' | 'timeout'): void => {
    if (ending) return;
    ending = why;
    kill('SIGTERM');
    callOffKill = alarms.at(clock.now().getTime() + graceSeconds * 1000, () => kill('SIGKILL'));
  };
  const onAbort = (): void => end('stopped');
  signal.addEventListener('abort', onAbort);
  const callOffTimeout = alarms.at(clock.now().getTime() + job.timeoutSeconds * 1000, () => end('timeout'));
  try {
    const exit = await new Promise<{ code: number | null; name: NodeJS.Signals | null }>(
      (resolve, reject) => {
        child.stdout.on('data', (chunk: Buffer) => lines.take('out', chunk));
        child.stderr.on('data', (chunk: Buffer) => lines.take('err', chunk));
        child.on('error', reject);
        child.on('close', (code, name) => resolve({ code, name }));
      },
    );
    lines.flush();
    if (ending === 'stopped') throw new StepStoppedError('stopped');
    if (ending === 'timeout')
      throw new StepFailedError(
        `it ran longer than ${job.timeoutSeconds} s (MaxRuntimeInSeconds) and was stopped`,
        lines.last,
      );
    if (exit.name !== null) throw new StepFailedError(`it was ended by ${exit.name}`, lines.last);
    return { exitCode: exit.code ?? 1, lastLines: lines.last };
  } catch (error) {
    if (error instanceof StepFailedError || error instanceof StepStoppedError) throw error;
    throw new StepFailedError(
      `its program ${JSON.stringify(program)} could not be started (${errorText(error)}); check the programs that stand for its image`,
      [],
      { cause: error },
    );
  } finally {
    callOffTimeout();
    callOffKill();
    signal.removeEventListener('abort', onAbort);
    log.end();
    await finished(log).catch(() => undefined);
    rmSync(job.processFile, { force: true });
  }
}

class LastLines {
  readonly last: string[] = [];
  readonly #open = { out: '', err: '' };
  readonly #decoders = { out: new TextDecoder(), err: new TextDecoder() };
  readonly #onLine: (line: string) => void;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  take(from: 'out' | 'err', chunk: Buffer): void {
    const pieces = (this.#open[from] + this.#decoders[from].decode(chunk, { stream: true })).split(
      /\r?\n|\r/,
    );
    let rest = pieces.pop() ?? '';
    while (rest.length > longestLine) {
      pieces.push(rest.slice(0, longestLine));
      rest = rest.slice(longestLine);
    }
    this.#open[from] = rest;
    for (const line of pieces) this.#note(line);
  }

  flush(): void {
    for (const from of ['out', 'err'] as const) {
      if (this.#open[from] !== '') this.#note(this.#open[from]);
      this.#open[from] = '';
    }
  }

  #note(line: string): void {
    this.last.push(line);
    if (this.last.length > keptLines) this.last.shift();
    this.#onLine(line);
  }
}
