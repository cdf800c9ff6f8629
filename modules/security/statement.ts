import { Token } from 'cdktf';
import { type Check, matches, refuseIf } from '../validation.ts';

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What a role may do. */
export interface IdentityStatement {
  /** Letters and digits. */
  readonly sid?: string;
  readonly effect?: 'Allow' | 'Deny';
  /** `s3:GetObject`; a whole service (`s3:*`) is refused. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
  /** Required where a resource is `*`: why no narrower one can be named. Stays in the code. */
  readonly anyResourceBecause?: string;
}

/** What a resource lets others do to it. */
export interface ResourceStatement extends IdentityStatement {
  readonly sid: string;
  readonly principals:
    '*' | { readonly services: readonly string[] } | { readonly accounts: readonly string[] };
}

/**
 * A policy document, in the form in which AWS gives it back: a list of one stands as the one.
 * @throws Error where a resource is `*` without a written reason.
 */
export function policyJson(statements: readonly (IdentityStatement | ResourceStatement)[]): string {
  const unreasoned = statements.find(
    ({ resources, anyResourceBecause = '' }) => resources.includes('*') && anyResourceBecause.trim() === '',
  );
  if (unreasoned)
    throw new Error(
      `statement ${unreasoned.sid ?? unreasoned.actions.join(', ')}: got the resource *, expected ARNs, or the reason in anyResourceBecause`,
    );
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({
      Sid: statement.sid,
      Effect: statement.effect ?? 'Allow',
      Principal: 'principals' in statement ? principalOf(statement.principals) : undefined,
      Action: alone(statement.actions),
      Resource: alone(statement.resources),
      Condition: statement.conditions,
    })),
  });
}

function principalOf(principals: ResourceStatement['principals']): unknown {
  if (principals === '*') return { AWS: '*' };
  return 'services' in principals
    ? { Service: alone(principals.services) }
    : { AWS: alone(principals.accounts) };
}

const alone = (list: readonly string[]): string | readonly string[] =>
  list.length === 1 ? (list[0] ?? list) : list;

/** What is wrong with the statements of a role, each message with its place. */
export const checkStatements = (field: string, statements: readonly IdentityStatement[]): readonly Check[] =>
  statements.flatMap((statement, index) => checkStatement(`${field}[${index}]`, statement));

function checkStatement(place: string, statement: IdentityStatement): readonly Check[] {
  const { sid, actions, resources, anyResourceBecause = '' } = statement;
  return [
    matches(`${place}.sid`, sid, /^[A-Za-z0-9]+$/, 'letters and digits'),
    refuseIf(actions.length === 0, `${place}.actions: got none, expected at least one`),
    refuseIf(resources.length === 0, `${place}.resources: got none, expected at least one`),
    ...actions.map((action) =>
      matches(
        `${place}.actions`,
        action,
        /^[a-z0-9-]+:[A-Z][A-Za-z]*\*?$/,
        'service:Action, and never a whole service',
      ),
    ),
    ...resources.map((resource) =>
      Token.isUnresolved(resource) || resource === '*'
        ? undefined
        : matches(`${place}.resources`, resource, /^arn:aws[a-z-]*:[^*]/, 'an ARN, or * with its reason'),
    ),
    refuseIf(
      resources.includes('*') && anyResourceBecause.trim() === '',
      `${place}.resources: got *, expected ARNs, or the reason in anyResourceBecause`,
    ),
  ];
}
