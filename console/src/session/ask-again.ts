const key = 'modelkeep.ask-again';

/**
 * Whoever was signed out without the issuer being told (there was no network) is known to it still: the next who signs in from
 * this tab has to say who they are.
 */
export const askAgain = {
  remember: (stored: Pick<Storage, 'setItem'>): void => stored.setItem(key, 'yes'),
  /** Whether it is to be asked; told once. */
  take(stored: Pick<Storage, 'getItem' | 'removeItem'>): boolean {
    const isDue = stored.getItem(key) !== null;
    stored.removeItem(key);
    return isDue;
  },
};
