import { createClient } from '../../../domain/api/index.ts';
import { connection } from './connection.ts';
import { currentToken, tokenRefused } from './token.ts';

let base = '';
/** Where the API is, before the first request. */
export const setApiUrl = (url: string): void => {
  base = url.replace(/\/+$/, '');
};
export const apiUrl = (path: string): string => `${base}${path}`;

/** Notes on the way whether the platform is there and takes the token. */
async function watchedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const response = await fetch(typeof input === 'string' ? apiUrl(input) : input, init);
    connection.reached(response.status < 502);
    if (response.status === 401) tokenRefused();
    return response;
  } catch (error) {
    if (error instanceof TypeError) connection.reached(false);
    throw error;
  }
}

/** A method for each operation of the API. */
export const client = createClient({ baseUrl: '', fetch: watchedFetch, token: currentToken });
