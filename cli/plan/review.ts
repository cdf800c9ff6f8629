import { planCost, type PlanCost } from '../cost/plan-cost.ts';
import type { PriceTable } from '../cost/prices.ts';
import { changedFields, placeName, type Action, type Change } from './change.ts';
import type { CheckovReport } from './checkov/report.ts';
import { checks } from './checks.ts';
import { inOrder, type Finding } from './finding.ts';
import type { Plan } from './read-plan.ts';
import { findingsOf } from './rules/index.ts';
import { judge, type Waived, type Waiver } from './waivers.ts';
import { nameOfResource } from './words.ts';

/** What Checkov had to say, or why it had not. */
export type CheckovResult =
  | { readonly kind: 'report'; readonly report: CheckovReport }
  /** It should have run and could not: no pass. */
  | { readonly kind: 'absent'; readonly reason: string }
  /** The caller asked for a review without it. */
  | { readonly kind: 'skipped' };

/** One resource that changes. */
export interface ChangeLine {
  readonly action: Exclude<Action, 'no-op'>;
  readonly address: string;
  readonly name: string;
  /** Names of the attributes that an update changes. */
  readonly fields: readonly string[];
}

/** What changes in one stack, of one use case. */
export interface Group {
  readonly name: string;
  readonly changes: readonly ChangeLine[];
  readonly unchanged: number;
}

export interface Review {
  readonly passed: boolean;
  readonly groups: readonly Group[];
  /** Checks that fail and no waiver covers: ours and Checkov's. */
  readonly failing: readonly Finding[];
  readonly waived: readonly Waived[];
  readonly unusedWaivers: readonly Waiver[];
  readonly warnings: readonly Finding[];
  readonly notices: readonly Finding[];
  readonly checkov: CheckovResult;
  readonly cost: PlanCost;
}

export interface ReviewInput {
  readonly plans: readonly Plan[];
  readonly checkov: CheckovResult;
  readonly waivers: readonly Waiver[];
  readonly prices: PriceTable;
}

/** Judges plans, one for each stack, together: waivers and cost are of them all. */
export function reviewPlans({ plans, checkov, waivers, prices }: ReviewInput): Review {
  const findings = [
    ...plans.flatMap(findingsOfPlan),
    ...(checkov.kind === 'report' ? checkov.report.failed : []),
  ].sort(inOrder);
  const places = plans.map((plan) => plan.place);
  const judged = judge(findings, waivers, places);
  // Without Checkov nobody knows whether a waiver of its checks is still needed.
  const unusedWaivers =
    checkov.kind === 'report' ? judged.unused : judged.unused.filter((waiver) => waiver.id in checks);
  return {
    passed: judged.failing.length === 0 && unusedWaivers.length === 0 && checkov.kind !== 'absent',
    groups: groupsOf(plans),
    failing: judged.failing,
    waived: judged.waived,
    unusedWaivers,
    warnings: findings.filter((f) => f.severity === 'warning'),
    notices: findings.filter((f) => f.severity === 'notice'),
    checkov,
    cost: planCost(
      plans.flatMap((plan) => plan.changes),
      prices,
    ),
  };
}

const findingsOfPlan = (plan: Plan): readonly Finding[] => [
  ...findingsOf(plan.changes, plan.drift),
  ...(plan.complete
    ? []
    : [
        {
          id: 'MK_PARTIAL',
          severity: 'warning' as const,
          address: plan.source,
          place: plan.place,
          what: `The plan of ${placeName(plan.place)} is not whole`,
          ...checks.MK_PARTIAL,
          details: [],
        },
      ]),
];

function groupsOf(plans: readonly Plan[]): readonly Group[] {
  const groups = new Map<string, Change[]>();
  for (const plan of plans) {
    // A stack in which nothing is managed is said too.
    if (plan.changes.length === 0) groups.set(placeName(plan.place), []);
    for (const change of plan.changes) {
      const name = placeName(change.place);
      groups.set(name, [...(groups.get(name) ?? []), change]);
    }
  }
  return [...groups]
    .map(([name, changes]) => ({
      name,
      changes: changes.flatMap(lineOf).sort(byAction),
      unchanged: changes.filter((change) => change.action === 'no-op').length,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const lineOf = (change: Change): readonly ChangeLine[] =>
  change.action === 'no-op'
    ? []
    : [
        {
          action: change.action,
          address: change.address,
          name: nameOfResource(change),
          fields: change.action === 'update' ? changedFields(change) : change.replacedBecause,
        },
      ];

/** What goes stands first. */
export const actionOrder = ['delete', 'replace', 'forget', 'update', 'create'] as const;

const byAction = (a: ChangeLine, b: ChangeLine): number =>
  actionOrder.indexOf(a.action) - actionOrder.indexOf(b.action) || (a.address < b.address ? -1 : 1);
