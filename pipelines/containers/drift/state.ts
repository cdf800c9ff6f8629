import * as z from 'zod/mini';
import { platformEventSchema } from '../../../domain/events/platform-event.ts';
import { raisedSchema } from '../../../domain/monitoring/raised.ts';
import { parseWith } from '../../../domain/validation/parse.ts';
import type { Place } from './files/place.ts';

/** How far a version has been watched. A file, since the job has no table: the runs of one watch come one after the other. */
const stateSchema = z.object({
  schemaVersion: z.literal(1),
  modelVersion: z.number(),
  /** End of the last window that was judged. */
  cursor: z.string(),
  /** What the next window needs to know of the last one; null where there is nothing. */
  previousKey: z.nullable(z.string()),
  raised: z.nullable(raisedSchema),
  /** An event that is noted and perhaps not sent yet: whoever comes next sends it first. */
  unsent: z.nullable(platformEventSchema),
});
export type WatchState = z.output<typeof stateSchema>;

export const stateKey = (useCase: string, watch: 'drift' | 'quality'): string =>
  `monitoring/${useCase}/${watch}/state.json`;

export async function readState(place: Place, key: string): Promise<WatchState | undefined> {
  const value = await readJson(place, key);
  return value === undefined ? undefined : parseWith(stateSchema, value, key);
}

export const writeState = (place: Place, key: string, state: WatchState): Promise<void> =>
  writeJson(place, key, state);

export async function readJson(place: Place, key: string): Promise<unknown> {
  const body = await place.read(key);
  return body === undefined ? undefined : JSON.parse(new TextDecoder().decode(body));
}

export const writeJson = (place: Place, key: string, value: unknown): Promise<void> =>
  place.write(key, JSON.stringify(value), 'application/json');
