import { asList, isFields, parseJson, textsOf, type Fields } from '../value.ts';

/** One statement of an IAM, resource or key policy in its widest form: every part a list. */
export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  /** `AWS:arn…`, `Service:…`, `Federated:…`, or `*` for anybody; empty in the policy of a role or user. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  /** `*` where the statement names none, as in a trust policy. */
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
  /** NotAction, NotResource or NotPrincipal: everything but what is listed. */
  readonly inverted: readonly string[];
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The statements of a policy document; undefined where the text is none (a secret, unknown, or not JSON). */
export function statementsOf(document: unknown): readonly Statement[] | undefined {
  const parsed = parseJson(document);
  if (!isFields(parsed) || parsed['Statement'] === undefined) return undefined;
  return asList(parsed['Statement']).filter(isFields).map(statementOf);
}

function statementOf(raw: Fields): Statement {
  return {
    sid: typeof raw['Sid'] === 'string' ? raw['Sid'] : undefined,
    effect: raw['Effect'] === 'Deny' ? 'Deny' : 'Allow',
    principals: principalsOf(raw['Principal']),
    actions: textsOf(raw['Action']),
    resources: raw['Resource'] === undefined ? ['*'] : textsOf(raw['Resource']),
    conditions: conditionsOf(raw['Condition']),
    inverted: ['NotAction', 'NotResource', 'NotPrincipal'].filter((name) => raw[name] !== undefined),
  };
}

function principalsOf(raw: unknown): readonly string[] {
  if (raw === '*') return ['*'];
  if (!isFields(raw)) return [];
  return Object.entries(raw).flatMap(([kind, names]) =>
    textsOf(names).map((name) => (kind === 'AWS' && name === '*' ? '*' : `${kind}:${wholeAccount(name)}`)),
  );
}

/** `123456789012` and `arn:aws:iam::123456789012:root` are the same principal. */
const wholeAccount = (name: string): string =>
  /^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name.replace(/^arn:aws[a-z-]*:iam:/, 'arn:aws:iam:');

function conditionsOf(raw: unknown): readonly Condition[] {
  if (!isFields(raw)) return [];
  return Object.entries(raw).flatMap(([operator, entries]) =>
    isFields(entries)
      ? Object.entries(entries).map(([key, values]) => ({
          operator,
          key: key.toLowerCase(),
          values: asList(values).map(String),
        }))
      : [],
  );
}
