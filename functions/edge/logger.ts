import { pino, type DestinationStream } from 'pino';
import {
  censored,
  errorWithoutValues,
  logLevelOf,
  sensitiveFields,
  type Logger,
} from '../../domain/logging/log-line.ts';

export type { Logger };

const paths = sensitiveFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/** JSON lines on stdout (CloudWatch), or where `destination` says. Level by LOG_LEVEL, default info. */
export function makeLogger(destination?: DestinationStream): Logger {
  const options = {
    level: logLevelOf(process.env['LOG_LEVEL']),
    base: null,
    redact: { paths, censor: censored },
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: errorWithoutValues },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  };
  return destination ? pino(options, destination) : pino(options);
}
