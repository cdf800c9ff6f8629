import type { PlanCost } from '../../cost/plan-cost.ts';
import type { Finding } from '../finding.ts';
import { actionOrder, type ChangeLine, type Review } from '../review.ts';
import { placeName } from '../change.ts';
import { listed } from '../words.ts';

const verbs: Readonly<Record<ChangeLine['action'], string>> = {
  delete: 'destroyed',
  replace: 'replaced',
  forget: 'forgotten',
  update: 'changed',
  create: 'added',
};

export const verbOf = (action: ChangeLine['action']): string => verbs[action];

/** `1 destroyed, 2 changed` */
export function countsOf(changes: readonly ChangeLine[]): string {
  const counts = actionOrder
    .map((action) => ({ action, n: changes.filter((change) => change.action === action).length }))
    .filter(({ n }) => n > 0)
    .map(({ action, n }) => `${n} ${verbs[action]}`);
  return counts.length > 0 ? counts.join(', ') : 'nothing changes';
}

/** The verdict in one line: the worst thing, first. */
export function headline(review: Review): string {
  const all = review.groups.flatMap((group) => group.changes);
  const [first, ...others] = review.failing;
  if (first !== undefined)
    return `${first.what}${others.length > 0 ? ` (and ${others.length} more that fail)` : ''}`;
  if (review.unusedWaivers.length > 0)
    return `${review.unusedWaivers.length} unused ${plural(review.unusedWaivers.length, 'waiver')}`;
  if (review.checkov.kind === 'absent') return 'Checkov did not run, so this is no pass';
  const [warning, ...furtherWarnings] = review.warnings;
  if (warning !== undefined)
    return `Nothing dangerous. To look at: ${warning.what}${furtherWarnings.length > 0 ? ` (and ${furtherWarnings.length} more)` : ''}`;
  if (all.length === 0) return 'Nothing changes';
  const onlyTags = all.length === review.notices.filter((notice) => notice.id === 'MK_TAGS').length;
  return onlyTags
    ? `Nothing dangerous: only tags change, of ${all.length} ${plural(all.length, 'resource')}`
    : `Nothing dangerous: ${countsOf(all)}`;
}

export const plural = (n: number, word: string): string => (n === 1 ? word : `${word}s`);

/** From how many on findings of one kind are told as one. */
const manyAlike = 4;

export interface Told {
  readonly id: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly place: string;
  readonly addresses: readonly string[];
  readonly details: readonly string[];
}

/** Findings as a reader takes them in: many of one check in one place become one. */
export function told(findings: readonly Finding[]): readonly Told[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.id, placeName(finding.place)]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((group): readonly Told[] => {
    const [first] = group;
    if (first === undefined) return [];
    const mergeable = first.severity === 'notice' || first.id.startsWith('CKV');
    if (group.length < manyAlike || !mergeable) return group.map(oneTold);
    const addresses = group.map((finding) => finding.address);
    return [
      { ...oneTold(first), what: `${first.what}, and the same of ${group.length - 1} more`, addresses },
    ];
  });
}

const oneTold = (finding: Finding): Told => ({
  id: finding.id,
  what: finding.what,
  why: finding.why,
  fix: finding.fix,
  place: placeName(finding.place),
  addresses: [finding.address],
  details: finding.details,
});

export function checkovLine({ checkov }: Review): string {
  switch (checkov.kind) {
    case 'absent':
      return `Checkov did not run: ${checkov.reason}`;
    case 'skipped':
      return 'Checkov was left out, as asked';
    case 'report': {
      const { version, passed, failed, resources } = checkov.report;
      return `Checkov ${version}: ${passed} checks passed, ${failed.length} failed, on ${resources} resources`;
    }
  }
}

export const usd = (amount: number): string => {
  const digits = amount !== 0 && Math.abs(amount) < 0.1 ? 4 : 2;
  const text = Math.abs(amount).toFixed(digits);
  // No minus before what rounds to zero.
  return amount < 0 && Number(text) !== 0 ? `-${text}` : text;
};
export const signed = (amount: number): string =>
  `${amount > 0 && Number(usd(amount)) !== 0 ? '+' : ''}${usd(amount)}`;

export const costHeadline = (cost: PlanCost): string =>
  `${usd(cost.beforeUsd)} -> ${usd(cost.afterUsd)} USD a month idle (${signed(cost.differenceUsd)})`;

export const costBasis = (cost: PlanCost): string =>
  `${cost.region}, ${cost.asOf}: ${cost.kind}. Idle: nobody predicts; storage and requests come on top (modelkeep cost). With the account's always-free allowances used for nothing else: ${usd(cost.afterWithAllowancesUsd)} USD.${elsewhere(cost)}`;

const elsewhere = ({ otherRegions, region }: PlanCost): string =>
  otherRegions.length === 0
    ? ''
    : ` The plan is for ${listed(otherRegions)}, where some prices are higher than in ${region}: mostly by less than a quarter.`;

export const unpricedLine = (cost: PlanCost): string | undefined =>
  cost.unpriced.length === 0
    ? undefined
    : `Not in the price table, so not counted: ${listed(
        cost.unpriced.map(({ type, count }) => `${count} ${type}`),
        20,
      )}`;

/** 12.5, 730, 0.0042: units without noise. */
export const units = (n: number): string => String(Math.round(n * 1e4) / 1e4);
