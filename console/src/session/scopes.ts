export const scopes = ['reader', 'clinician', 'approver', 'admin'] as const;
export type Scope = (typeof scopes)[number];

const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);

/**
 * The scopes in a token's claims: `scope` (RFC 9068, space separated), `scp`, or groups as Cognito gives them. A resource
 * server's prefix (`modelkeep/reader`) is left away. What the API allows is decided by the API: this only shows and hides.
 */
export function scopesOf(claims: Readonly<Record<string, unknown>>): ReadonlySet<Scope> {
  const found = ['scope', 'scp', 'cognito:groups', 'groups', 'roles'].flatMap((name) => {
    const value = claims[name];
    if (typeof value === 'string') return value.split(' ');
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  });
  return new Set(found.map((text) => text.split(/[/:.]/).at(-1) ?? '').filter(isScope));
}

/** The claims of a JWT, unverified: the API verifies. Nothing for a token of another form. */
export function claimsOf(token: string | undefined): Readonly<Record<string, unknown>> {
  const part = token?.split('.')[1];
  if (part === undefined) return {};
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}
