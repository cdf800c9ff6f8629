import type { DataCard } from './data-card.ts';
import type { ModelCard } from './model-card.ts';

/** A model card for people. */
export function modelCardMarkdown(card: ModelCard): string {
  const { model, intendedUse, trigger, data, approval } = card;
  return text([
    `# ${cell(card.title)}: version ${card.version}`,
    '',
    `Owner: ${cell(card.owner)}.`,
    '',
    '## Intended use',
    '',
    cell(intendedUse.purpose),
    '',
    `- for: ${cell(intendedUse.users)}`,
    ...intendedUse.outOfScope.map((what) => `- not for: ${cell(what)}`),
    `- it says the probability of "${cell(card.classes.positive)}"${model.decisionThreshold === null ? '' : `, and says it from ${model.decisionThreshold} on`}; else "${cell(card.classes.negative)}"`,
    '',
    '## Approval',
    '',
    approval
      ? `${approval.decision} by ${cell(approval.by)} at ${approval.at}${approval.reason === null ? '' : `: ${cell(approval.reason)}`}`
      : card.gate.passed
        ? 'Nobody has decided yet.'
        : 'None: the gate said no.',
    '',
    '## Why it was made',
    '',
    `${trigger.reason}${trigger.explanation === null ? '' : `: ${cell(trigger.explanation)}`}`,
    '',
    `Asked for at ${trigger.requestedAt}${trigger.requestedBy === null ? '' : ` by ${cell(trigger.requestedBy)}`}; execution \`${trigger.executionName}\`.`,
    '',
    '## Made from',
    '',
    `- ${card.model.algorithm} on ${model.features} features${model.trainedAt === null ? '' : `, trained at ${model.trainedAt}`}, code version ${cell(model.codeVersion)}`,
    ...Object.entries(model.hyperparameters).map(([name, value]) => `- ${name} = ${String(value)}`),
    `- data: snapshot SHA-256 \`${data.snapshotHash}\`, ${rowsInWords(data.rows)}`,
    `- model SHA-256 \`${model.modelHash}\``,
    `- monitoring baseline SHA-256 \`${data.baselineHash}\``,
    '',
    '## How good, on held-out rows',
    '',
    ...metricsRows(card),
    '',
    ...card.gate.reasons.map((reason) => `- ${cell(reason)}`),
    '',
    ...card.subgroups.flatMap(({ column, groups }) => [
      `## By ${cell(column)}`,
      '',
      '| group | rows | ROC-AUC | recall | precision | accuracy |',
      '|---|---|---|---|---|---|',
      ...groups.map(
        ({ group, rows, metrics }) =>
          `| ${cell(group)} | ${rows} | ${['rocAuc', 'recall', 'precision', 'accuracy'].map((name) => figure(metrics[name])).join(' | ')} |`,
      ),
      '',
    ]),
    ...(card.explanations.length > 0
      ? [
          '## What moves it most',
          '',
          '| feature | mean size of its contribution |',
          '|---|---|',
          ...card.explanations.map(
            ({ feature, meanAbsoluteContribution }) =>
              `| ${cell(feature)} | ${figure(meanAbsoluteContribution)} |`,
          ),
        ]
      : []),
  ]);
}

/** A data card for people. */
export function dataCardMarkdown(card: DataCard): string {
  const { target, holdoutClasses } = card;
  return text([
    `# The data behind version ${card.version} of ${card.useCase}`,
    '',
    `- snapshot \`${card.snapshotKey}\`, SHA-256 \`${card.snapshotHash}\`${card.takenAt === null ? '' : `, taken at ${card.takenAt}`}`,
    `- ${rowsInWords(card.rows)}`,
    ...(holdoutClasses
      ? [
          `- of the held-out rows ${holdoutClasses.positive} are "${cell(target.positive)}", ${holdoutClasses.negative} "${cell(target.negative)}"`,
        ]
      : []),
    `- source of the base table: ${cell(card.attribution)}`,
    `- classification: ${card.dataClassification}`,
    `- target: \`${cell(target.column)}\``,
    ...(card.patientsKeptTogetherBy === null
      ? []
      : [`- rows of a patient stay on one side of every split (\`${cell(card.patientsKeptTogetherBy)}\`)`]),
    ...card.excludedRows.map(
      ({ column, because }) => `- rows are left out by \`${cell(column)}\`: ${cell(because)}`,
    ),
    '',
    '## Features',
    '',
    '| feature | kind | unit | allowed |',
    '|---|---|---|---|',
    ...card.features.map(
      ({ name, kind, unit, allowed }) => `| ${cell(name)} | ${kind} | ${cell(unit ?? '')} | ${allowed} |`,
    ),
    '',
    ...(card.notLearnedFrom.length > 0
      ? [
          '## Not learned from',
          '',
          ...card.notLearnedFrom.map(({ column, because }) => `- \`${cell(column)}\`: ${because}`),
          '',
        ]
      : []),
    ...card.subgroups.flatMap(({ column, groups }) => [
      `## Held-out rows by ${cell(column)}`,
      '',
      '| group | rows |',
      '|---|---|',
      ...groups.map(({ group, rows }) => `| ${cell(group)} | ${rows} |`),
      '',
    ]),
  ]);
}

function metricsRows({ metrics, champion, crossValidation }: ModelCard): string[] {
  const beside = champion?.metrics ?? null;
  const head = [
    'metric',
    'held out',
    ...(beside && champion ? [`version ${champion.version}`] : []),
    ...(crossValidation ? [`${crossValidation.folds}-fold`] : []),
  ];
  return [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...Object.keys(metrics).map((name) => {
      const cells = [
        name,
        figure(metrics[name]),
        ...(beside ? [figure(beside[name])] : []),
        ...(crossValidation ? [figure(crossValidation.metrics[name])] : []),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  ];
}

const rowsInWords = ({ snapshot, training, holdout }: ModelCard['data']['rows']): string =>
  training === null || holdout === null
    ? `${snapshot} rows`
    : `${snapshot} rows: ${training} to learn from, ${holdout} held out`;

const figure = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(4));

/** A text of somebody in a table or line: it must not break either, nor be markup. */
const cell = (words: string): string =>
  words
    .replace(/\s+/g, ' ')
    .replace(/[\\|<>`*[\]]/g, (sign) => `\\${sign}`)
    .trim();

const text = (lines: readonly string[]): string =>
  `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
