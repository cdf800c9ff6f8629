import { UsageError } from '../errors.ts';
import { tokenFor } from './token.ts';

export const defaultUrl = 'http://127.0.0.1:4780';

export interface ClientOptions {
  /** Address of a running platform. */
  readonly url: string;
  /** Who acts, on this machine; default `local`. Elsewhere the token says it. */
  readonly user?: string;
}

/** The platform answered with a problem (RFC 9457). */
export class PlatformProblem extends Error {
  override readonly name = 'PlatformProblem';
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** A request to a running platform; its JSON answer. Throws PlatformProblem for 4xx and 5xx, UsageError where nothing listens. */
export async function callPlatform(
  options: ClientOptions,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const url = new URL(path, options.url);
  let response: Response;
  try {
    const token = await tokenFor(options.url, options.user ?? 'local');
    response = await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    });
  } catch (error) {
    throw new UsageError(
      `${url.origin}: nothing answers there; start a platform with \`npx modelkeep start\`, or name another one with --url`,
      { cause: error },
    );
  }
  const text = await response.text();
  const json = parseJson(text);
  if (!response.ok)
    throw new PlatformProblem(
      response.status,
      detailOf(json) ?? `${method} ${url.pathname} answered ${response.status}`,
    );
  return json;
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function detailOf(json: unknown): string | undefined {
  const detail: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'detail') : undefined;
  return typeof detail === 'string' ? detail : undefined;
}
