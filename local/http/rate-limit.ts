import type { Clock } from '../../domain/ports.ts';

export interface RateLimit {
  readonly perSecond: number;
  /** So many at once after a rest. */
  readonly burst: number;
}

/** Far above what a ward does, below what keeps others from being answered. API Gateway's own limits stand in the api stack. */
export const defaultRateLimit: RateLimit = { perSecond: 5_000, burst: 10_000 };

interface Bucket {
  tokens: number;
  at: number;
}
const callersAtMost = 10_000;

/**
 * A token bucket for each caller. Seconds to wait where a request comes too soon, else undefined.
 */
export function rateLimiter(
  { perSecond, burst }: RateLimit,
  clock: Clock,
): (caller: string) => number | undefined {
  const buckets = new Map<string, Bucket>();
  return (caller) => {
    const now = clock.now().getTime();
    const bucket = buckets.get(caller) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) * perSecond) / 1000);
    bucket.at = now;
    if (buckets.size >= callersAtMost) buckets.clear();
    buckets.set(caller, bucket);
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    bucket.tokens -= 1;
    return undefined;
  };
}
