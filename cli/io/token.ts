import * as z from 'zod/mini';

const answerSchema = z.object({ access_token: z.string(), expires_in: z.number() });

interface Known {
  readonly token: string;
  readonly until: number;
}
const known = new Map<string, Known>();

/** Renewed this long before it ends: a request is under way for a while. */
const marginMs = 60_000;

/**
 * The access token to send: MODELKEEP_TOKEN where it is set, else one of the platform on this machine for this user. Undefined
 * where the address gives none: the request then says what it wants.
 */
export async function tokenFor(url: string, user: string): Promise<string | undefined> {
  const given = process.env['MODELKEEP_TOKEN'];
  if (given !== undefined && given !== '') return given;
  const { origin } = new URL(url);
  const key = `${origin} ${user}`;
  const before = known.get(key);
  if (before && before.until > Date.now()) return before.token;
  const response = await fetch(new URL('/oidc/demo-token', origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user }),
    signal: AbortSignal.timeout(30_000),
  });
  const answer = z.safeParse(answerSchema, response.ok ? await response.json() : undefined);
  if (!answer.success) return undefined;
  const { access_token: token, expires_in: seconds } = answer.data;
  known.set(key, { token, until: Date.now() + seconds * 1000 - marginMs });
  return token;
}
