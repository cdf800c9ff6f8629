import { InvalidInputError } from '../validation/parse.ts';

/** What the functions need of a logger. */
export interface Logger {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}

/**
 * Fields that may hold something about a patient. They are cut out wherever they stand, up to three levels deep; the
 * code never logs them in the first place, this is the second line of defence.
 */
export const sensitiveFields: readonly string[] = [
  'features',
  'patientId',
  'patient',
  'contributions',
  'body',
  'rows',
  'record',
  'values',
  'authorization',
  'webhook',
  'diagnosis',
  'token',
];
export const censored = '[redacted]';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof levels)[number];

/** LOG_LEVEL as written in the environment; `info` where it is not set. Throws InvalidInputError. */
export function logLevelOf(text: string | undefined): LogLevel {
  const found = levels.find((level) => level === (text ?? 'info'));
  if (found) return found;
  throw new InvalidInputError('environment', [
    { field: 'LOG_LEVEL', got: JSON.stringify(text?.slice(0, 40)), expected: `one of ${levels.join(', ')}` },
  ]);
}

/** Name, message and stack of an error; nothing that somebody may have attached to it. */
export function errorWithoutValues(error: unknown): object {
  // An error of another realm is no instance of ours.
  if (typeof error !== 'object' || error === null) return { name: typeof error };
  const field = (name: string): unknown => Reflect.get(error, name);
  const cause = field('cause');
  return {
    name: field('name'),
    message: field('message'),
    stack: field('stack'),
    ...(typeof cause === 'object' && cause !== null ? { cause: errorWithoutValues(cause) } : {}),
  };
}
