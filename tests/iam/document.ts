/** One statement of a policy, each part a list. Undefined where the statement does not have the part. */
export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  /** `*`, `arn:…`, `123456789012`, `service:sns.amazonaws.com`; undefined in the policy of a role. */
  readonly principals: readonly string[] | undefined;
  readonly notPrincipals: readonly string[] | undefined;
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
  readonly notResources: readonly string[] | undefined;
  readonly conditions: readonly Condition[];
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export type Document = readonly Statement[];

type Json = Readonly<Record<string, unknown>>;
const known = new Set([
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource'],
  'Condition',
]);

/** @throws Error for an element of a statement that is unknown here: it would be left out of the judgement. */
export function documentOf(text: string): Document {
  const { Statement } = JSON.parse(text) as { readonly Statement: Json | readonly Json[] };
  return listOf(Statement).map((raw) => {
    const strange = Object.keys(raw).filter((name) => !known.has(name));
    if (strange.length > 0)
      throw new Error(
        `policy: got the element ${strange.join(', ')}, expected one of ${[...known].join(', ')}`,
      );
    return {
      sid: raw['Sid'] as string | undefined,
      effect: raw['Effect'] === 'Deny' ? 'Deny' : 'Allow',
      principals: principalsOf(raw['Principal']),
      notPrincipals: principalsOf(raw['NotPrincipal']),
      actions: textsOf(raw['Action']),
      notActions: textsOf(raw['NotAction']),
      resources: textsOf(raw['Resource']),
      notResources: textsOf(raw['NotResource']),
      conditions: conditionsOf(raw['Condition']),
    };
  });
}

const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);
const textsOf = (value: unknown): readonly string[] | undefined =>
  value === undefined ? undefined : listOf(value).map(String);

function principalsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (value === '*') return ['*'];
  return Object.entries(value as Json).flatMap(([kind, names]) =>
    (textsOf(names) ?? []).map((name) => (kind === 'AWS' ? name : `${kind.toLowerCase()}:${name}`)),
  );
}

const conditionsOf = (value: unknown): readonly Condition[] =>
  Object.entries((value ?? {}) as Readonly<Record<string, Json>>).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: textsOf(values) ?? [],
    })),
  );
