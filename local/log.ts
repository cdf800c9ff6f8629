import { existsSync, renameSync, statSync } from 'node:fs';
import { pino, type Logger } from 'pino';

/** A log that is larger than this at a start is moved aside, over the one that was moved before. */
const maxLogBytes = 50 * 1024 * 1024;

/** Fields that may hold something about a patient are cut out wherever they stand, up to three levels deep. */
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
  'token',
];

export type { Logger };

export interface FileLog {
  readonly logger: Logger;
  /** Writes out what is held back. */
  close(): void;
}

/** JSON lines in a file. A line may be lost at `kill -9`: nothing depends on the log. */
export function fileLog(file: string, level = 'info'): FileLog {
  if (existsSync(file) && statSync(file).size > maxLogBytes) renameSync(file, `${file}.1`);
  const destination = pino.destination({
    dest: file,
    mode: 0o600,
    sync: false,
    minLength: 4096,
    periodicFlush: 500,
  });
  const logger = pino(
    {
      level,
      base: null,
      redact: {
        paths: sensitive.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
        censor: '[redacted]',
      },
      formatters: { level: (label: string) => ({ level: label }) },
      serializers: { error: describe },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    destination,
  );
  return {
    logger,
    close() {
      destination.flushSync();
      destination.end();
    },
  };
}

/** Name, message and stack of an error; nothing that somebody may have attached to it. */
function describe(error: unknown): object {
  if (typeof error !== 'object' || error === null) return { name: typeof error };
  const field = (name: string): unknown => Reflect.get(error, name);
  const cause = field('cause');
  return {
    name: field('name'),
    message: field('message'),
    stack: field('stack'),
    ...(typeof cause === 'object' && cause !== null ? { cause: describe(cause) } : {}),
  };
}
