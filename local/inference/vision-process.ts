import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import type { CommandProgram } from '../pipelines/programs.ts';

/** Loading a network and its libraries takes some seconds on a busy machine. */
const startsWithinMs = 60_000;
const betweenPingsMs = 50;

/** The inference server of one network, as a child of this process that ends with it. */
export class VisionProcess {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #ready: Promise<string>;
  #ended = false;
  #failed = false;

  /** @param folder holds network.onnx and network.json. */
  constructor({ command, environment }: CommandProgram, folder: string) {
    const [program = '', ...before] = command;
    const child = spawn(
      program,
      [...before, 'serve', '--host', '127.0.0.1', '--port', '0', '--model', folder, '--until-input-ends'],
      { env: { ...process.env, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] },
    );
    this.#child = child;
    // Also where it could not be started at all.
    this.#closed = new Promise((resolve) => child.once('close', resolve));
    // Its errors name files and never a photograph; the last lines tell why it did not start.
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-2_000);
    });
    child.once('exit', () => {
      this.#ended = true;
    });
    child.once('error', (error) => {
      said = error.message;
      this.#ended = true;
    });
    this.#ready = this.#start(() => said);
    // Whoever asks is told; a server that nobody asks yet must not end the process.
    this.#ready.catch(() => {
      this.#failed = true;
    });
  }

  /** It answers nobody any more. What it wrote may have ended before the system tells that it has. */
  get ended(): boolean {
    return this.#ended || this.#failed;
  }

  /** `http://127.0.0.1:<port>` once it answers. @throws ServiceUnavailableError with its last lines where it does not. */
  url(): Promise<string> {
    return this.#ready;
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }

  async #start(said: () => string): Promise<string> {
    const url = `http://127.0.0.1:${await this.#port(said)}`;
    const until = performance.now() + startsWithinMs;
    while (performance.now() < until && !this.#ended) {
      const answered = await fetch(`${url}/ping`, { signal: AbortSignal.timeout(1_000) }).catch(
        () => undefined,
      );
      if (answered?.ok) return url;
      await sleep(betweenPingsMs);
    }
    // One that never answers would be asked for ever: the next request starts another.
    this.#child.kill('SIGKILL');
    throw this.#failure(said());
  }

  async #port(said: () => string): Promise<number> {
    const { stdout } = this.#child;
    if (!stdout) throw this.#failure(said());
    // The lines after the port are nobody's.
    for await (const line of createInterface({ input: stdout })) {
      const port = /^listening on port (\d+)$/.exec(line)?.[1];
      if (port !== undefined) {
        stdout.resume();
        return Number(port);
      }
    }
    // Its last words may come after the end of its answers.
    await this.#closed;
    throw this.#failure(said());
  }

  #failure(said: string): ServiceUnavailableError {
    const last = said.trim().split('\n').slice(-3).join(' | ');
    return new ServiceUnavailableError(`the inference server did not start: ${last || 'it said nothing'}`);
  }
}
