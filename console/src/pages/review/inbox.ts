export type Diagnosis = 0 | 1;

/** A diagnosis that was given in this sitting. */
export interface Given {
  readonly id: string;
  readonly diagnosis: Diagnosis;
  /** Whether the model had said the same. */
  readonly asPredicted: boolean;
}

export interface Inbox {
  /** Where one stands in the list of those that wait. */
  readonly at: number;
  /** The latest first. */
  readonly given: readonly Given[];
}

export const emptyInbox: Inbox = { at: 0, given: [] };

/** Those that still wait: without what has been answered here since they were read. */
export function stillWaiting<P extends { readonly id: string }>(
  read: readonly P[],
  inbox: Inbox,
): readonly P[] {
  const answered = new Set(inbox.given.map(({ id }) => id));
  return read.filter(({ id }) => !answered.has(id));
}

/** Steps through the list; stays at its ends. */
export function moved(inbox: Inbox, by: number, waiting: number): Inbox {
  return { ...inbox, at: Math.max(0, Math.min(waiting - 1, inbox.at + by)) };
}

/** Answers one: the next moves into its place. `waiting` counts those before. */
export function answered(inbox: Inbox, given: Given, waiting: number): Inbox {
  return {
    at: Math.max(0, Math.min(inbox.at, waiting - 2)),
    given: [given, ...inbox.given.filter(({ id }) => id !== given.id)],
  };
}

/** Takes an answer back out, because the platform did not take it. */
export const refused = (inbox: Inbox, id: string): Inbox => ({
  ...inbox,
  given: inbox.given.filter((one) => one.id !== id),
});

export type Command =
  { readonly kind: 'move'; readonly by: number } | { readonly kind: 'answer'; readonly diagnosis: Diagnosis };

/** What a key means in the list; undefined for all others. */
export function commandOf(key: string, waiting: number): Command | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return { kind: 'move', by: 1 };
    case 'ArrowUp':
    case 'k':
      return { kind: 'move', by: -1 };
    case 'Home':
      return { kind: 'move', by: -waiting };
    case 'End':
      return { kind: 'move', by: waiting };
    case '1':
      return { kind: 'answer', diagnosis: 1 };
    case '0':
      return { kind: 'answer', diagnosis: 0 };
    default:
      return undefined;
  }
}
