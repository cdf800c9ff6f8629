import { existsSync, renameSync, statSync } from 'node:fs';
import { pino, type Logger } from 'pino';
import { censored, errorWithoutValues, sensitiveFields, type LogLevel } from '../domain/logging/log-line.ts';

/** A log that is larger than this at a start is moved aside, over the one that was moved before. */
const maxLogBytes = 50 * 1024 * 1024;

export type { Logger };

export interface FileLog {
  readonly logger: Logger;
  /** Writes out what is held back. */
  close(): void;
}

/** JSON lines in a file. A line may be lost at `kill -9`: nothing depends on the log. */
export function fileLog(file: string, level: LogLevel): FileLog {
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
        paths: sensitiveFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
        censor: censored,
      },
      formatters: { level: (label: string) => ({ level: label }) },
      serializers: { error: errorWithoutValues },
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
