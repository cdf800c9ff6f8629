import { same } from '../value.ts';
import { covers, coversAction, coversPrincipal, loosened } from './cover.ts';
import type { Condition, Statement } from './document.ts';

/** What a statement allows that no statement of the old policy allowed, or no longer denies. */
export interface Widening {
  readonly sid: string | undefined;
  readonly kind: 'grant' | 'condition-dropped' | 'deny-dropped';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  /** Conditions under which the grant holds; for `condition-dropped` those that went. */
  readonly conditions: readonly Condition[];
  readonly inverted: readonly string[];
  /** Which of the parts nobody had before; all false where only their combination is new. */
  readonly isNew: { readonly actions: boolean; readonly resources: boolean; readonly principals: boolean };
}

/** One action by one principal on one resource. */
interface Grant {
  readonly action: string;
  readonly resource: string;
  readonly principal: string;
}

/** In the policy of a role nobody is named: the role itself. */
const itself = '';

const grantsOf = ({ actions, resources, principals }: Statement): readonly Grant[] =>
  actions.flatMap((action) =>
    resources.flatMap((resource) =>
      (principals.length > 0 ? principals : [itself]).map((principal) => ({ action, resource, principal })),
    ),
  );

const reaches = (statement: Statement, grant: Grant): boolean =>
  statement.inverted.length === 0 &&
  statement.actions.some((action) => coversAction(action, grant.action)) &&
  statement.resources.some((resource) => covers(resource, grant.resource)) &&
  (statement.principals.length > 0 ? statement.principals : [itself]).some((principal) =>
    coversPrincipal(principal, grant.principal),
  );

/**
 * How `after` is wider than `before`, statement by statement: each grant of `after` must lie under one statement of
 * `before` whose conditions it still holds, and each denial of `before` under one of `after`. Grants that several
 * statements cover only together are reported: rather one finding too many.
 */
export function widenings(before: readonly Statement[], after: readonly Statement[]): readonly Widening[] {
  const allowedBefore = before.filter((s) => s.effect === 'Allow');
  return [
    ...after.filter((s) => s.effect === 'Allow').flatMap((statement) => widened(statement, allowedBefore)),
    ...before
      .filter((s) => s.effect === 'Deny')
      .flatMap((statement) =>
        denialsLost(
          statement,
          after.filter((s) => s.effect === 'Deny'),
        ),
      ),
  ];
}

function widened(statement: Statement, before: readonly Statement[]): readonly Widening[] {
  if (before.some((was) => sameReach(was, statement) && loosened(was, statement).length === 0)) return [];
  if (statement.inverted.length > 0)
    return [widening(statement, 'grant', grantsOf(statement), statement.conditions)];
  const uncovered = grantsOf(statement).filter(
    (grant) => !before.some((was) => reaches(was, grant) && loosened(was, statement).length === 0),
  );
  const conditional = uncovered.filter((grant) => before.some((was) => reaches(was, grant)));
  const fresh = uncovered.filter((grant) => !conditional.includes(grant));
  const dropped = before
    .filter((was) => conditional.some((grant) => reaches(was, grant)))
    .flatMap((was) => loosened(was, statement));
  return [
    ...(fresh.length > 0
      ? [{ ...widening(statement, 'grant', fresh, statement.conditions), isNew: newness(fresh, before) }]
      : []),
    ...(conditional.length > 0 ? [widening(statement, 'condition-dropped', conditional, dropped)] : []),
  ];
}

function denialsLost(was: Statement, after: readonly Statement[]): readonly Widening[] {
  const holds = (is: Statement): boolean =>
    // A denial is as strong as before where it needs no condition that it did not need.
    loosened(is, was).length === 0;
  if (after.some((is) => sameReach(was, is) && holds(is))) return [];
  const lost =
    was.inverted.length > 0
      ? grantsOf(was)
      : grantsOf(was).filter((grant) => !after.some((is) => reaches(is, grant) && holds(is)));
  return lost.length > 0 || was.inverted.length > 0
    ? [widening(was, 'deny-dropped', lost, was.conditions)]
    : [];
}

const sameReach = (a: Statement, b: Statement): boolean =>
  same(sorted(a.actions), sorted(b.actions)) &&
  same(sorted(a.resources), sorted(b.resources)) &&
  same(sorted(a.principals), sorted(b.principals)) &&
  same(a.inverted, b.inverted);

const sorted = (list: readonly string[]): readonly string[] => [...list].sort();

const widening = (
  { sid, inverted }: Statement,
  kind: Widening['kind'],
  grants: readonly Grant[],
  conditions: readonly Condition[],
): Widening => ({
  sid,
  kind,
  actions: distinct(grants.map((g) => g.action)),
  resources: distinct(grants.map((g) => g.resource)),
  principals: distinct(grants.map((g) => g.principal)).filter((p) => p !== itself),
  conditions,
  inverted,
  isNew: { actions: true, resources: true, principals: true },
});

const distinct = (list: readonly string[]): readonly string[] => [...new Set(list)].sort();

function newness(grants: readonly Grant[], before: readonly Statement[]): Widening['isNew'] {
  const known = (test: (was: Statement) => boolean): boolean =>
    before.some((was) => was.inverted.length === 0 && test(was));
  return {
    actions: grants.some((g) => !known((was) => was.actions.some((a) => coversAction(a, g.action)))),
    resources: grants.some((g) => !known((was) => was.resources.some((r) => covers(r, g.resource)))),
    principals: grants.some(
      (g) =>
        g.principal !== itself &&
        !known((was) => was.principals.some((p) => coversPrincipal(p, g.principal))),
    ),
  };
}
