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

/** GitHub refuses a comment of more. */
const commentLimit = 65_536;

/** The review as the comment on a pull request. The first line is the verdict; long parts are folded. */
export function renderMarkdown(review: Review): string {
  const text = [
    `### Plan review: ${review.passed ? 'pass' : 'fail'}. ${safe(headline(review))}`,
    ...section('Dangerous, or failing a check', findings(review.failing)),
    ...section(
      'Unused waivers: remove them',
      review.unusedWaivers.map((w) => `- line ${w.line}: ${code(w.id)} ${code(w.resource)}`),
    ),
    ...section('To look at', findings(review.warnings)),
    ...folded('Good to know', findings(review.notices)),
    ...folded(
      `Waived (${review.waived.length})`,
      review.waived.map(
        ({ finding, waiver }) => `- ${code(finding.id)} ${safe(finding.what)}: ${safe(waiver.reason)}`,
      ),
    ),
    ...changes(review),
    '',
    `**Policy checks.** ${safe(checkovLine(review))}`,
    ...costSection(review.cost),
    '',
  ].join('\n');
  return text.length <= commentLimit
    ? text
    : `${text.slice(0, commentLimit - 120).replace(/\n[^\n]*$/, '')}\n\n**Cut off: too long for a comment.** Run \`modelkeep plan review\` for the rest.\n`;
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length > 0 ? ['', `#### ${title}`, '', ...lines] : [];

const folded = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length > 0 ? ['', `<details><summary>${title}</summary>`, '', ...lines, '', '</details>'] : [];

const findings = (list: readonly Finding[]): readonly string[] =>
  told(list).flatMap((f) => [
    `- **${safe(f.what)}**  `,
    `  Why: ${safe(f.why)}.  `,
    `  Fix: ${safe(f.fix)}.  `,
    `  ${code(f.id)} ${f.addresses.map(code).join(', ')} (${safe(f.place)})`,
    ...f.details.map((detail) => `  - ${safe(detail)}`),
  ]);

const changes = ({ groups }: Review): readonly string[] => [
  '',
  '#### What changes',
  '',
  '| Stack | |',
  '| --- | --- |',
  ...groups.map(
    ({ name, changes: all, unchanged }) => `| ${safe(name)} | ${countsOf(all)}, ${unchanged} unchanged |`,
  ),
  ...groups
    .filter((group) => group.changes.length > 0)
    .flatMap(({ name, changes: all }) =>
      folded(
        safe(name),
        all.map(
          ({ action, address, fields }) =>
            `- ${verbOf(action)} ${code(address)}${fields.length > 0 ? ` (${fields.map(code).join(', ')})` : ''}`,
        ),
      ),
    ),
];

function costSection(cost: PlanCost): readonly string[] {
  const unpriced = unpricedLine(cost);
  return [
    '',
    `**Cost.** ${costHeadline(cost)}`,
    ...folded('Line by line', [
      '| | units | before | after | difference |',
      '| --- | --- | ---: | ---: | ---: |',
      ...cost.lines.map(
        (line) =>
          `| ${line.service}, ${line.unit} | ${units(line.unitsBefore)} -> ${units(line.unitsAfter)} | ${usd(line.usdBefore)} | ${usd(line.usdAfter)} | ${signed(line.differenceUsd)} |`,
      ),
      '',
      costBasis(cost),
    ]),
    ...(unpriced === undefined ? [] : ['', safe(unpriced)]),
  ];
}

/** Names come from a pull request: they may format nothing, mention nobody and end no table. */
const safe = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]<>|#~]/g, '\\$&')
    .replace(/@/g, '@\u200b')
    .replace(/\s*\n\s*/g, ' ');
const code = (text: string): string => `\`${text.replace(/[`|\n]/g, ' ')}\``;
