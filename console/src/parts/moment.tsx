import { useSyncExternalStore } from 'react';
import { ago, exactly } from '../format/time.ts';

const everyMilliseconds = 15_000;
let now = Date.now();
const listeners = new Set<() => void>();
setInterval(() => {
  now = Date.now();
  for (const listener of listeners) listener();
}, everyMilliseconds);

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Now, to a quarter of a minute: one clock for the page. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);

/** How long ago it was, with the exact time on the mouse. */
export function Moment({ at }: { readonly at: string }) {
  const current = useNow();
  return (
    <time dateTime={at} title={exactly(at)}>
      {ago(at, Math.max(current, Date.parse(at)))}
    </time>
  );
}
