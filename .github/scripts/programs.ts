import { spawnSync } from 'node:child_process';

/** A program that a script needs is missing or failed. */
export class ProgramFailure extends Error {
  override readonly name = 'ProgramFailure';
}

/**
 * Runs a program to its end. What it says goes to the log, unless its output is the answer.
 * @throws ProgramFailure that names it and holds its last line; never its input, which may be a password.
 */
export function runProgram(
  command: string,
  args: readonly string[],
  { input, answer = false }: { readonly input?: string; readonly answer?: boolean } = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(command, [...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
    stdio: [input === undefined ? 'ignore' : 'pipe', answer ? 'pipe' : 'inherit', 'pipe'],
  });
  if (error !== undefined) throw new ProgramFailure(`${command} does not run (${error.message}); install it`);
  if (status === 0) return answer ? stdout : '';
  const last = stderr.trim().split('\n').at(-1) ?? '';
  throw new ProgramFailure(
    `${command} ${args.slice(0, 2).join(' ')} failed with ${status ?? 'a signal'}: ${last}`,
  );
}
