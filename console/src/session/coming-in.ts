/** As oidc-client-ts names what it keeps of who is signed in. */
const userKey = 'oidc.user:';

/** An issuer's answer (RFC 6749, 4.1.2): `code` or `error`, with the `state` that was sent. */
export function isAnswer(search: string): boolean {
  const query = new URLSearchParams(search);
  return query.has('state') && (query.has('code') || query.has('error'));
}

/** Whether somebody is signed in as far as this tab knows, or comes back from the issuer. */
export function isComingIn(search: string, stored: Pick<Storage, 'length' | 'key'>): boolean {
  if (isAnswer(search)) return true;
  return Array.from({ length: stored.length }, (_, i) => stored.key(i) ?? '').some((key) =>
    key.startsWith(userKey),
  );
}
