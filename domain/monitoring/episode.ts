import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/** When people and the retraining were last told of what is wrong with this version, and in which window. */
export const raisedSchema = z.object({ windowId: z.string(), at: z.string() });
export type Raised = z.output<typeof raisedSchema>;

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
