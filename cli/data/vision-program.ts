import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { trainingProgram } from '../../local/pipelines/own-programs.ts';
import { UsageError } from '../errors.ts';

/**
 * A program of the vision container, with its arguments; gives what it wrote to standard output.
 * @throws UsageError with the one line in which it says what is wrong, such as `metadata.csv: got …, expected …`.
 */
export type VisionProgram = (...args: readonly string[]) => Promise<string>;

/** @throws InvalidInputError where the Python environment was not made; it says by what. */
export function visionProgram(useCase: UseCase): VisionProgram {
  const { command, environment } = trainingProgram(useCase);
  const [program = '', ...before] = command;
  const env = { ...process.env, ...environment };
  return async (...args) => {
    try {
      const { stdout } = await promisify(execFile)(program, [...before, ...args], { env });
      return stdout.trim();
    } catch (error) {
      throw new UsageError(
        lastLine(error) || `${args[0] ?? program}: ended without a word; run it once more`,
      );
    }
  };
}

/** The container's errors end in one line that names what was read. */
function lastLine(error: unknown): string {
  const said: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'stderr') : undefined;
  return typeof said === 'string' ? (said.trim().split('\n').at(-1) ?? '') : '';
}
