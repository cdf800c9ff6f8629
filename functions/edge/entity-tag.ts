import { createHash } from 'node:crypto';

/** Names this very text (RFC 9110, 8.8.3). */
export const entityTag = (body: string): string =>
  `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;

/** Whether the caller has it already: `If-None-Match` names it, weakly or not, or any. */
export const isUnchanged = (ifNoneMatch: string | undefined, tag: string): boolean =>
  ifNoneMatch !== undefined &&
  ifNoneMatch.split(',').some((given) => {
    const one = given.trim();
    return one === '*' || one === tag || one === `W/${tag}`;
  });
