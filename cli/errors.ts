import { InvalidInputError } from '../domain/validation/parse.ts';

/** Wrong input of the user's: one clear message, exit code 2, nothing touched. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Names of errors that mean "the input is wrong" although they come from other rooms. */
const inputErrors = new Set([
  'InvalidInputError',
  'UsageError',
  'UnknownUseCaseError',
  'DatasetError',
  'TrainingError',
  'ArtifactError',
  'BrokenStateError',
  'CsvError',
  'HomeInUseError',
  'AddressInUseError',
]);

/** A screenful: whoever has more mistakes than this has one mistake many times. */
const problemsShown = 8;

/** What to print for an error, and the exit code: 2 for wrong input, 1 for everything else. */
export function describeError(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof InvalidInputError && error.problems.length > 1) {
    const shown = error.problems
      .slice(0, problemsShown)
      .map((p) => `  ${p.field}: got ${p.got}, expected ${p.expected}`);
    const rest = error.problems.length - shown.length;
    const lines = rest > 0 ? [...shown, `  and ${rest} more`] : shown;
    return { message: `${error.what}:\n${lines.join('\n')}`, exitCode: 2 };
  }
  if (error instanceof Error && inputErrors.has(error.name)) return { message: error.message, exitCode: 2 };
  if (error instanceof Error && error.name === 'PlatformProblem')
    return { message: error.message, exitCode: clientFault(error) ? 2 : 1 };
  // Its message says what to do; its name says nothing more.
  if (error instanceof Error && error.name === 'FetchError') return { message: error.message, exitCode: 1 };
  const file = fileError(error);
  if (file) return { message: file, exitCode: 2 };
  if (error instanceof Error)
    return {
      message: process.env['DEBUG'] ? (error.stack ?? error.message) : `${error.name}: ${error.message}`,
      exitCode: 1,
    };
  return { message: 'a value that is no Error was thrown', exitCode: 1 };
}

const fileReasons: Readonly<Record<string, string>> = {
  ENOENT: 'is not there; check the path',
  EACCES: 'may not be read or written by this user',
  EISDIR: 'is a folder; a file was expected',
  ENOTDIR: 'lies below something that is no folder',
  ENOSPC: 'cannot be written: the disk is full',
  EROFS: 'cannot be written: the file system is read-only',
};

function fileError(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  const path: unknown = Reflect.get(error, 'path');
  const reason = typeof code === 'string' ? fileReasons[code] : undefined;
  return reason && typeof path === 'string' ? `file ${path} ${reason}` : undefined;
}

const clientFault = (error: Error): boolean => {
  const status: unknown = Reflect.get(error, 'status');
  return typeof status === 'number' && status >= 400 && status < 500;
};
