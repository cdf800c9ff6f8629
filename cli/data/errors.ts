/** Data that could not be had: the network, the server, or what it sent. Nothing half is left in its place. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
}

/** Codes of the network's own errors; the message of fetch itself only says "fetch failed". */
export function networkReason(error: unknown): string {
  let cause = error;
  while (typeof cause === 'object' && cause !== null) {
    const code: unknown = Reflect.get(cause, 'code');
    if (typeof code === 'string') return code;
    cause = Reflect.get(cause, 'cause');
  }
  return error instanceof Error ? error.name : 'unknown error';
}
