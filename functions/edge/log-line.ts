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
];
export const censored = '[redacted]';

/** Name, message and stack of an error; nothing that somebody may have attached to it. */
export function errorWithoutValues(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause instanceof Error ? { cause: errorWithoutValues(error.cause) } : {}),
  };
}
