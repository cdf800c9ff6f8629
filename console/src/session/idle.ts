export interface IdleLimits {
  readonly signOutAfterMilliseconds: number;
  /** How long before that it is said. */
  readonly warnMilliseconds: number;
}

export type IdlePhase =
  | { readonly kind: 'active'; readonly nextCheckInMilliseconds: number }
  | { readonly kind: 'warning'; readonly secondsLeft: number }
  | { readonly kind: 'signed-out' };

/** Where somebody stands who last did something at `lastActive` (epoch milliseconds). */
export function idlePhase(lastActive: number, now: number, limits: IdleLimits): IdlePhase {
  const left = lastActive + limits.signOutAfterMilliseconds - now;
  if (left <= 0) return { kind: 'signed-out' };
  if (left <= limits.warnMilliseconds) return { kind: 'warning', secondsLeft: Math.ceil(left / 1000) };
  return { kind: 'active', nextCheckInMilliseconds: left - limits.warnMilliseconds };
}
