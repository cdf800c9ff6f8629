import { createHash } from 'node:crypto';
import type { Raised } from './raised.ts';

/**
 * Whether a window in which something is wrong is worth an event. A trouble that goes on is one episode: told once, and
 * again only after the use case's cooldown, when a retraining would be let through again. A window without it ends it.
 * @param last of this version's episode, null where it has just begun.
 */
export function worthAnEvent(last: Raised | null, now: Date, cooldownHours: number): boolean {
  return last === null || now.getTime() - Date.parse(last.at) >= cooldownHours * 3_600_000;
}

/** Id of an event: copies of one event, and the same window judged twice, carry the same. */
export const eventIdOf = (...cause: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(cause)).digest('hex').slice(0, 32);
