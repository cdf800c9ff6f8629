import { setTimeout as wait } from 'node:timers/promises';

/** Long enough for a Node process on a busy machine, short enough to say what did not happen. */
const usualMs = 15_000;

/** What `look` finds as soon as it finds something: the emulator, as AWS, answers before its effects are there. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  giveUpAfterMs = usualMs,
): Promise<T> {
  const giveUpAt = Date.now() + giveUpAfterMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error(`${what}: not within ${giveUpAfterMs / 1000} s`);
    await wait(50);
  }
}
