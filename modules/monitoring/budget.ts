import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget/index.js';
import { Construct } from 'constructs';
import { addChecks, isArn, matches, refuseIf, within } from '../validation.ts';

export interface BudgetProps {
  readonly name: string;
  readonly limitUsdPerMonth: number;
  /** Only costs that carry one of the tag's values; the whole account unless given. */
  readonly tag?: { readonly key: string; readonly values: readonly string[] };
  /** A message when the month's costs have passed this share. 80 and 100 unless given. */
  readonly actualPercents?: readonly number[];
  /** A message when the month's end is expected to pass this share. 100 unless given. */
  readonly forecastPercents?: readonly number[];
  /** Its policy lets budgets.amazonaws.com publish, and its key lets it encrypt. */
  readonly topicArn: string;
}

/** A monthly limit in US dollars that is watched, not enforced. AWS looks at it some three times a day. */
export class Budget extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: BudgetProps) {
    super(scope, id);
    const {
      name,
      limitUsdPerMonth,
      tag,
      topicArn,
      actualPercents = [80, 100],
      forecastPercents = [100],
    } = props;
    const notifications = [
      ...actualPercents.map((percent) => ({ percent, notificationType: 'ACTUAL' })),
      ...forecastPercents.map((percent) => ({ percent, notificationType: 'FORECASTED' })),
    ];
    addChecks(this, () => [
      matches('name', name, /^[^:\\]{1,100}$/, 'at most 100 characters, no : or \\'),
      refuseIf(!(limitUsdPerMonth > 0), `limitUsdPerMonth: got ${limitUsdPerMonth}, expected more than 0`),
      within('actualPercents and forecastPercents (their number)', notifications.length, 1, 10),
      ...notifications.map(({ percent }) => within('actualPercents, forecastPercents', percent, 1, 1000)),
      isArn('topicArn', topicArn),
    ]);
    this.name = new BudgetsBudget(this, 'budget', {
      name,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: limitUsdPerMonth.toFixed(2),
      limitUnit: 'USD',
      ...(tag === undefined
        ? {}
        : {
            costFilter: [
              { name: 'TagKeyValue', values: tag.values.map((value) => `user:${tag.key}$${value}`) },
            ],
          }),
      notification: notifications.map(({ percent, notificationType }) => ({
        comparisonOperator: 'GREATER_THAN',
        threshold: percent,
        thresholdType: 'PERCENTAGE',
        notificationType,
        subscriberSnsTopicArns: [topicArn],
      })),
    }).name;
  }
}
