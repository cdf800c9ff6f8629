export type ConnectionState = 'online' | 'offline' | 'unreachable';

/** What is known of the way to the platform: from the browser, and from the last requests. */
class Connection {
  #reachable = true;
  #online = navigator.onLine;
  readonly #listeners = new Set<() => void>();

  constructor() {
    addEventListener('online', () => this.#set({ online: true, reachable: true }));
    addEventListener('offline', () => this.#set({ online: false }));
  }

  state = (): ConnectionState => (this.#online ? (this.#reachable ? 'online' : 'unreachable') : 'offline');

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  reached(reachable: boolean): void {
    this.#set({ reachable });
  }

  #set(change: { readonly online?: boolean; readonly reachable?: boolean }): void {
    const before = this.state();
    this.#online = change.online ?? this.#online;
    this.#reachable = change.reachable ?? this.#reachable;
    if (this.state() !== before) for (const listener of this.#listeners) listener();
  }
}

export const connection = new Connection();
