import type { IncomingHttpHeaders } from 'node:http';

const localNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a request may act. There is no sign-in on one machine, so a web page elsewhere must not reach the API through the
 * user's browser: neither by a form or fetch (its Origin), nor by a name of its own that resolves to 127.0.0.1 (the Host).
 */
export function isFromHere(headers: IncomingHttpHeaders): boolean {
  const { host, origin } = headers;
  if (host !== undefined && !localNames.has(nameOf(`http://${host}`))) return false;
  return origin === undefined || localNames.has(nameOf(origin));
}

const nameOf = (address: string): string => (URL.canParse(address) ? new URL(address).hostname : '');
