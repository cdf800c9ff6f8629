import {
  censored,
  errorWithoutValues,
  logLevelOf,
  sensitiveFields,
  type Logger,
} from '../../domain/logging/log-line.ts';

const levels = ['info', 'warn', 'error'] as const;
/** As deep as the paths of the other logger reach. */
const depth = 3;

/**
 * The lines of makeLogger without pino, whose 62 KB (with transports, streams and workers that Lambda never uses) are a
 * third of what a cold start of predict would have to read. The same fields are cut out; small-logger.test.ts compares.
 */
export function makeSmallLogger(
  write: (line: string) => void = (line) => void process.stdout.write(line),
): Logger {
  const wanted: string = logLevelOf(process.env['LOG_LEVEL']);
  const least = levels.findIndex((level) => level === wanted);
  const log =
    (level: (typeof levels)[number]) =>
    (fields: object, msg: string): void => {
      if (levels.indexOf(level) < least || wanted === 'fatal' || wanted === 'silent') return;
      const time = new Date().toISOString();
      write(`${JSON.stringify({ level, time, ...withoutValues(fields, depth), msg })}\n`);
    };
  return { info: log('info'), warn: log('warn'), error: log('error') };
}

function withoutValues(fields: object, levelsLeft: number): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]: [string, unknown]): [string, unknown] => {
    if (sensitiveFields.includes(name)) return [name, censored];
    if (name === 'error' && levelsLeft === depth) return [name, errorWithoutValues(value)];
    const inner = typeof value === 'object' && value !== null && !Array.isArray(value) && levelsLeft > 1;
    return [name, inner ? withoutValues(value, levelsLeft - 1) : value];
  });
  return Object.fromEntries(entries);
}
