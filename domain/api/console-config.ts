import * as z from 'zod/mini';

/** What the console reads at `/config.json` of its own origin before anybody has signed in. */
export const consoleConfigSchema = z.object({
  /** Of the API, without a slash at the end; '' where it is the console's own origin. */
  apiUrl: z.string(),
  /** The OIDC issuer. */
  authority: z.string(),
  clientId: z.string(),
  /** To ask for when signing in, separated by spaces: OIDC's own and the API's. */
  scope: z.string(),
  /** `resource` (RFC 8707) to ask a token for; absent where the issuer needs none. */
  resource: z.optional(z.string()),
  environment: z.string(),
  /** Idle minutes until the console signs out. */
  idleMinutes: z.number(),
  /** People to sign in as, on one machine only. */
  demoUsers: z.optional(z.array(z.object({ name: z.string(), scopes: z.array(z.string()) }))),
});
export type ConsoleConfig = z.output<typeof consoleConfigSchema>;
