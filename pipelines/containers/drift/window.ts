import type { Settings } from './settings.ts';
import type { TimeSpan } from './sql/source.ts';

const millisecondsPerHour = 3_600_000;
/** A watch that stood still for longer begins anew: rows of more than a month say nothing about now. */
const lookBackHours = 31 * 24;

/**
 * The window to judge: from where the last one ended, or the given hours back, up to the last full hour. A window that was
 * too small to be judged is part of the next one in this way.
 */
export function windowOf(
  { from, to, hours }: Settings['window'],
  everyHours: number,
  now: Date,
  cursor: string | undefined,
): TimeSpan {
  const end =
    to === undefined ? Math.floor(now.getTime() / millisecondsPerHour) * millisecondsPerHour : Date.parse(to);
  const earliest = end - lookBackHours * millisecondsPerHour;
  const start =
    from !== undefined
      ? Date.parse(from)
      : cursor !== undefined && hours === undefined
        ? Math.max(earliest, Date.parse(cursor))
        : end - (hours ?? everyHours) * millisecondsPerHour;
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
}

/** `20260105T080000Z-20260105T090000Z`: the same window has the same id. */
export const windowIdOf = ({ from, to }: TimeSpan): string => `${compact(from)}-${compact(to)}`;

const compact = (time: string): string => `${time.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
