import { useStatus } from '../api/queries.ts';
import { count } from '../format/number.ts';

interface Waiting {
  readonly text: string;
  readonly meaning: string;
}

/** What waits for somebody, by page. */
export function useWaiting(): Readonly<Record<string, Waiting | undefined>> {
  const { data } = useStatus();
  const pending = data?.counts.pendingPredictions;
  if (!pending || pending.count === 0) return {};
  const text = `${count(pending.count)}${pending.more ? '+' : ''}`;
  return { review: { text, meaning: `${text} predictions wait for a diagnosis` } };
}
