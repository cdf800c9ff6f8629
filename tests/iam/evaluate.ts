import type { Document, Statement } from './document.ts';
import { type Context, holds, matchesAction, matchesArn } from './match.ts';

/** Who asks: a role of an account, or a service of AWS in its own name. */
export type Caller =
  | { readonly kind: 'role'; readonly arn: string; readonly accountId: string }
  | { readonly kind: 'service'; readonly name: string };

export interface Request {
  readonly caller: Caller;
  /** `dynamodb:GetItem`. */
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

export interface Policies {
  /** Of the role. */
  readonly identity?: Document;
  /** What must allow a role's request besides: its permissions boundary, the endpoint that it goes through. */
  readonly guards?: readonly Document[];
  /** Of what is asked for, in the same account. */
  readonly resource?: Document;
  /** True for keys: without the key's policy the role's own counts for nothing. */
  readonly resourceMustDelegate?: boolean;
}

export type Decision = 'allow' | 'deny' | 'explicit deny';

/**
 * AWS's evaluation within one account: a Deny anywhere wins; a role needs an Allow of its own, of each guard, and for a key
 * that of the key's policy; a resource's policy that names the role itself allows alone; so does one that names a service.
 * Source: IAM user guide, "Policy evaluation logic", and KMS developer guide, "Key policies".
 */
export function evaluate(request: Request, policies: Policies): Decision {
  const { identity = [], guards = [], resource = [], resourceMustDelegate = false } = policies;
  const facts = contextOf(request);
  const fits = (statement: Statement): boolean => matches(statement, request, facts);
  const fromResource = resource.filter((one) => fits(one) && reachOf(one, request.caller) !== 'none');
  const all = [...identity, ...guards.flat()].filter(fits).concat(fromResource);
  if (all.some(({ effect }) => effect === 'Deny')) return 'explicit deny';
  const allowing = fromResource.filter(({ effect }) => effect === 'Allow');
  const isDirect = allowing.some((one) => reachOf(one, request.caller) === 'itself');
  if (request.caller.kind === 'service') return isDirect ? 'allow' : 'deny';
  const allows = (document: Document): boolean =>
    document.some((statement) => statement.effect === 'Allow' && fits(statement));
  if (!guards.every(allows)) return 'deny';
  if (isDirect) return 'allow';
  if (resourceMustDelegate && allowing.length === 0) return 'deny';
  return allows(identity) ? 'allow' : 'deny';
}

function contextOf({ caller, context = {} }: Request): Context {
  const given = {
    'aws:SecureTransport': 'true',
    's3:TlsVersion': '1.3',
    ...(caller.kind === 'role'
      ? { 'aws:PrincipalArn': caller.arn, 'aws:PrincipalAccount': caller.accountId }
      : {}),
    ...context,
  };
  return new Map(Object.entries(given).map(([key, value]) => [key.toLowerCase(), value]));
}

function matches(statement: Statement, { action, resource }: Request, context: Context): boolean {
  const { actions, notActions, resources, notResources, conditions } = statement;
  const isAction = (pattern: string): boolean => matchesAction(pattern, action);
  const isResource = (pattern: string): boolean => matchesArn(pattern, resource);
  return (
    (actions?.some(isAction) ?? !notActions?.some(isAction)) &&
    (resources?.some(isResource) ?? !notResources?.some(isResource)) &&
    conditions.every((condition) => holds(condition, context))
  );
}

/** Whether a statement of a resource's policy means the caller itself, only its account, or not at all. */
function reachOf({ principals, notPrincipals }: Statement, caller: Caller): 'itself' | 'account' | 'none' {
  if (notPrincipals) return notPrincipals.some((one) => names(one, caller) !== 'none') ? 'none' : 'itself';
  const reaches = (principals ?? []).map((one) => names(one, caller));
  return reaches.find((one) => one === 'itself') ?? reaches.find((one) => one === 'account') ?? 'none';
}

function names(principal: string, caller: Caller): 'itself' | 'account' | 'none' {
  if (principal === '*') return 'itself';
  if (caller.kind === 'service') return principal === `service:${caller.name}` ? 'itself' : 'none';
  if (principal === caller.arn) return 'itself';
  const account = /^(?:arn:aws[a-z-]*:iam::)?(\d{12})(?::root)?$/.exec(principal)?.[1];
  return account === caller.accountId ? 'account' : 'none';
}
