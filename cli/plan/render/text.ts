import type { PlanCost } from '../../cost/plan-cost.ts';
import type { Finding } from '../finding.ts';
import type { Review } from '../review.ts';
import {
  checkovLine,
  costBasis,
  costHeadline,
  countsOf,
  headline,
  signed,
  told,
  units,
  unpricedLine,
  usd,
  verbOf,
} from './parts.ts';

/** The review for a terminal. The first line is the verdict. */
export function renderText(review: Review): string {
  const lines = [
    `${review.passed ? 'PASS' : 'FAIL'}  ${headline(review)}`,
    ...section('Dangerous, or failing a check', findingLines(review.failing)),
    ...section(
      'Unused waivers: remove them',
      review.unusedWaivers.map((w) => `  line ${w.line}: ${w.id} ${w.resource}`),
    ),
    ...section('To look at', findingLines(review.warnings)),
    ...section('Good to know', findingLines(review.notices)),
    ...section(
      'Waived',
      review.waived.map(
        ({ finding, waiver }) => `  ${finding.id}  ${finding.what}\n      because ${waiver.reason}`,
      ),
    ),
    ...section('What changes', changeLines(review)),
    ...section('Policy checks', [`  ${checkovLine(review)}`]),
    ...section('Cost', costLines(review.cost)),
  ];
  return `${lines.join('\n')}\n`;
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length > 0 ? ['', title, ...lines] : [];

const findingLines = (findings: readonly Finding[]): readonly string[] =>
  told(findings).flatMap((f) => [
    `  ${f.what}`,
    ...f.details.map((detail) => `      - ${detail}`),
    `      why: ${f.why}`,
    `      fix: ${f.fix}`,
    `      ${f.id} ${f.addresses.join(', ')} (${f.place})`,
  ]);

const changeLines = (review: Review): readonly string[] =>
  review.groups.flatMap(({ name, changes, unchanged }) => [
    `  ${name}: ${countsOf(changes)}, ${unchanged} unchanged`,
    ...changes.map(
      ({ action, address, fields }) =>
        `    ${verbOf(action).padEnd(9)} ${address}${fields.length > 0 ? ` (${fields.join(', ')})` : ''}`,
    ),
  ]);

const costLines = (cost: PlanCost): readonly string[] => {
  const unpriced = unpricedLine(cost);
  return [
    `  ${costHeadline(cost)}`,
    ...cost.lines.map(
      (line) =>
        `    ${line.service}, ${line.unit}: ${units(line.unitsBefore)} -> ${units(line.unitsAfter)}, ${usd(line.usdBefore)} -> ${usd(line.usdAfter)} (${signed(line.differenceUsd)})`,
    ),
    `  ${costBasis(cost)}`,
    ...(unpriced === undefined ? [] : [`  ${unpriced}`]),
  ];
};
