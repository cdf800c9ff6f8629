import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';

/** Where the calls go, as the runner's environment says. */
export interface GitHub {
  /** `https://api.github.com`. */
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
}

/** A call of GitHub's API failed, or the environment does not say where to call. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
}

/** @throws GitHubError that names what is missing. */
export function gitHubOf(env: Readonly<Record<string, string | undefined>>): GitHub {
  const get = (name: string): string => {
    const value = env[name];
    if (value !== undefined && value !== '') return value;
    throw new GitHubError(
      `${name}: got nothing, expected what GitHub Actions sets; set it to run this locally`,
    );
  };
  return {
    apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com',
    repository: get('GITHUB_REPOSITORY'),
    token: get('GITHUB_TOKEN'),
  };
}

const entrySchema = z.object({
  id: z.number(),
  number: z.optional(z.number()),
  body: z.nullish(z.string()),
  user: z.nullish(z.object({ type: z.string() })),
});
type Entry = z.output<typeof entrySchema>;

const perPage = 100;
/** GitHub refuses a body of more than 65,536 characters; the rest is for the marker and the closing line. */
const bodyCharacters = 65_000;

/** By this line, which no reader sees, a later run finds its own entry again. */
const markerOf = (name: string): string => `<!-- modelkeep:${name} -->`;

const bodyOf = (name: string, text: string): string =>
  text.length <= bodyCharacters
    ? `${markerOf(name)}\n${text}`
    : `${markerOf(name)}\n${text.slice(0, bodyCharacters)}\n\n… shortened; all of it is in the summary of the run.`;

/** Writes the one comment of this name on a pull request: anew the first time, over itself afterwards. */
export async function writeComment(gitHub: GitHub, pullRequest: number, name: string, text: string) {
  const found = await findOwn(gitHub, `issues/${pullRequest}/comments`, name);
  const body = bodyOf(name, text);
  await (found === undefined
    ? call(gitHub, 'POST', `issues/${pullRequest}/comments`, { body })
    : call(gitHub, 'PATCH', `issues/comments/${found.id}`, { body }));
  return found === undefined ? 'created' : 'updated';
}

/** Writes the one open issue of this name. A closed one is not reopened: what comes back after it is news. */
export async function writeIssue(gitHub: GitHub, name: string, title: string, text: string) {
  const found = await findOwn(gitHub, 'issues', name, 'state=open&');
  const body = bodyOf(name, text);
  await (found?.number === undefined
    ? call(gitHub, 'POST', 'issues', { title, body })
    : call(gitHub, 'PATCH', `issues/${found.number}`, { title, body }));
  return found === undefined ? 'created' : 'updated';
}

/** Closes the open issue of this name, if there is one, and says why in its body. */
export async function closeIssue(gitHub: GitHub, name: string, text: string) {
  const found = await findOwn(gitHub, 'issues', name, 'state=open&');
  if (found?.number === undefined) return 'nothing to close';
  await call(gitHub, 'PATCH', `issues/${found.number}`, { body: bodyOf(name, text), state: 'closed' });
  return 'closed';
}

/** Makes the release of a tag that is there. */
export async function createRelease(gitHub: GitHub, tag: string, changes: string): Promise<void> {
  await call(gitHub, 'POST', 'releases', { tag_name: tag, name: tag, body: changes });
}

/** A marker that a person quoted is not the marker of an entry: only what a bot wrote counts. */
async function findOwn(gitHub: GitHub, path: string, name: string, query = ''): Promise<Entry | undefined> {
  for (let page = 1; ; page++) {
    const answer = await call(gitHub, 'GET', `${path}?${query}per_page=${perPage}&page=${page}`);
    const entries = parseWith(z.array(entrySchema), answer, `GitHub's ${path}`);
    const found = entries.find(
      ({ body, user }) => body?.startsWith(markerOf(name)) === true && user?.type === 'Bot',
    );
    if (found !== undefined || entries.length < perPage) return found;
  }
}

async function call(
  { apiUrl, repository, token }: GitHub,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`${apiUrl}/repos/${repository}/${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'x-github-api-version': '2022-11-28',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (response.ok) return response.json();
  throw new GitHubError(
    `${method} ${path}: got ${response.status}, expected success; see whether the job's permissions allow it`,
  );
}
