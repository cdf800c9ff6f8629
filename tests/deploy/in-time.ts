import { eventually } from '../emulator/eventually.ts';

/** Several functions follow each other until an effect of a deployed platform is there, each a Node process. */
const longestMs = 90_000;

/** `eventually`, with the patience that a deployed platform needs on a busy machine. */
export const inTime = <T>(what: string, look: () => Promise<T | undefined>): Promise<T> =>
  eventually(what, look, longestMs);
