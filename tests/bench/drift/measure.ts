import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';

export interface Contestant {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Measured {
  readonly seconds: number;
  readonly peakMiB: number;
  /** The last line on standard output. */
  readonly last: string;
}

/** Wall time of the process; its peak memory as the kernel counts it (VmHWM), looked at every 10 ms. */
export async function measure({ name, command, args, env: own }: Contestant): Promise<Measured> {
  const started = performance.now();
  const { PYTHONDONTWRITEBYTECODE: _, ...env } = process.env;
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, ...own } });
  let peakKiB = 0;
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output = `${output}${chunk.toString()}`.slice(-4000)));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const timer = setInterval(() => (peakKiB = Math.max(peakKiB, peakOf(child.pid))), 10);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearInterval(timer);
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0 || output === '') throw new Error(`${name} ended with ${code}: ${errors.slice(-2000)}`);
  return { seconds, peakMiB: peakKiB / 1024, last: output.trim().split('\n').at(-1) ?? '' };
}

function peakOf(pid: number | undefined): number {
  const status = `/proc/${pid ?? 0}/status`;
  // Absent on systems other than Linux, and once the process has ended.
  if (!existsSync(status)) return 0;
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
