import { pino, type DestinationStream, type Logger } from 'pino';

/**
 * Fields that may hold something about a patient. They are cut out wherever they stand, up to three levels deep; the
 * code never logs them in the first place, this is the second line of defence.
 */
const sensitive = [
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
const paths = sensitive.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

export type { Logger };

/** JSON lines on stdout (CloudWatch), or where `destination` says. Level by LOG_LEVEL, default info. */
export function makeLogger(destination?: DestinationStream): Logger {
  const options = {
    level: process.env['LOG_LEVEL'] ?? 'info',
    base: null,
    redact: { paths, censor: '[redacted]' },
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: errorWithoutValues },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Name, message and stack of an error; nothing that somebody may have attached to it. */
function errorWithoutValues(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause instanceof Error ? { cause: errorWithoutValues(error.cause) } : {}),
  };
}
