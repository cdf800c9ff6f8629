import { isUnknown, type Change } from '../change.ts';
import { finding, type Finding, type Rule } from '../finding.ts';
import { numberOf, textOf, textsOf, type Fields } from '../value.ts';
import { inWords, listed, nameOfResource } from '../words.ts';

const isAlarm = (type: string): boolean => /^aws_cloudwatch_(metric|composite)_alarm$/.test(type);

export const alarmRule: Rule = (change) => {
  if (!isAlarm(change.type)) return [];
  switch (change.action) {
    case 'delete':
      return [
        finding(
          change,
          'MK_ALARM_REMOVED',
          'danger',
          `The ${nameOfResource(change)} is removed${watched(change.before)}`,
        ),
      ];
    case 'create':
      return missingData(change);
    case 'update':
    case 'replace':
      return [...silenced(change), ...loosened(change)];
    default:
      return [];
  }
};

const watched = (fields: Fields): string => {
  const metric = textOf(fields['metric_name']);
  return metric === undefined
    ? ''
    : `: it watches ${[textOf(fields['namespace']), metric].filter(Boolean).join(' ')}`;
};

const missingData = (change: Change): readonly Finding[] =>
  change.type === 'aws_cloudwatch_metric_alarm' &&
  (textOf(change.after['treat_missing_data']) ?? 'missing') === 'missing' &&
  !isUnknown(change, ['treat_missing_data'])
    ? [
        finding(
          change,
          'MK_ALARM_MISSING_DATA',
          'warning',
          `The ${nameOfResource(change)} does not say what missing data mean`,
        ),
      ]
    : [];

function silenced(change: Change): readonly Finding[] {
  const silent = (what: string): Finding => finding(change, 'MK_ALARM_SILENCED', 'danger', what);
  const name = nameOfResource(change);
  if (change.before['actions_enabled'] === true && change.after['actions_enabled'] === false)
    return [silent(`The ${name} has its actions switched off`)];
  if (isUnknown(change, ['alarm_actions'])) return [];
  const gone = textsOf(change.before['alarm_actions']).filter(
    (action) => !textsOf(change.after['alarm_actions']).includes(action),
  );
  const left = textsOf(change.after['alarm_actions']).length;
  if (gone.length === 0) return [];
  const to = listed(gone.map((arn) => arn.split(':').at(-1) ?? arn));
  return left === 0
    ? [silent(`The ${name} tells nobody any more (its action ${to} is removed)`)]
    : [silent(`The ${name} no longer tells ${to}`)];
}

/** A bound further off, a longer time, or another reading of missing data. */
function loosened(change: Change): readonly Finding[] {
  const { before, after } = change;
  const [was, is] = [numberOf(before['threshold']), numberOf(after['threshold'])];
  const upward = textOf(after['comparison_operator'])?.startsWith('Greater') ?? true;
  const looser: string[] = [];
  if (was !== undefined && is !== undefined && (upward ? is > was : is < was))
    looser.push(`threshold ${was} -> ${is}`);
  for (const field of ['evaluation_periods', 'datapoints_to_alarm', 'period']) {
    const [a, b] = [numberOf(before[field]), numberOf(after[field])];
    if (a !== undefined && b !== undefined && b > a) looser.push(`${field} ${a} -> ${b}`);
  }
  if (before['treat_missing_data'] === 'breaching' && after['treat_missing_data'] !== 'breaching')
    looser.push(`treat_missing_data breaching -> ${inWords(after['treat_missing_data'])}`);
  return looser.length > 0
    ? [
        finding(
          change,
          'MK_ALARM_LOOSENED',
          'warning',
          `The ${nameOfResource(change)} is less strict: ${looser.join(', ')}`,
        ),
      ]
    : [];
}

/** Who is told, and what starts by itself. */
export const messagesRule: Rule = (change) => {
  const name = nameOfResource(change);
  const gone = change.action === 'delete';
  const stateOff = (fields: Fields): boolean =>
    fields['state'] === 'DISABLED' || fields['is_enabled'] === false;
  switch (change.type) {
    case 'aws_sns_topic':
      return gone || change.action === 'replace'
        ? [
            finding(
              change,
              'MK_ALARM_SILENCED',
              'danger',
              `The ${name} is ${gone ? 'removed' : 'replaced'}: its subscribers hear nothing until they confirm anew`,
              { fix: 'keep the topic' },
            ),
          ]
        : [];
    case 'aws_sns_topic_subscription':
      return gone
        ? [
            finding(
              change,
              'MK_ALARM_SILENCED',
              'danger',
              `A subscriber (${inWords(change.before['protocol'])}) of the topic "${lastPart(change.before['topic_arn'])}" is removed`,
              { fix: 'keep it, or name who is told in its place' },
            ),
          ]
        : [];
    case 'aws_cloudwatch_event_rule':
    case 'aws_scheduler_schedule':
      if (gone) return [finding(change, 'MK_TRIGGER_OFF', 'danger', `The ${name} is removed`)];
      return change.action === 'update' && stateOff(change.after) && !stateOff(change.before)
        ? [finding(change, 'MK_TRIGGER_OFF', 'danger', `The ${name} is disabled`)]
        : [];
    case 'aws_cloudwatch_event_target':
    case 'aws_lambda_event_source_mapping':
      return gone ? [finding(change, 'MK_TRIGGER_OFF', 'danger', `The ${name} is removed`)] : [];
    case 'aws_budgets_budget':
      return gone
        ? [
            finding(
              change,
              'MK_ALARM_REMOVED',
              'danger',
              `The ${name} is removed: nobody is told of rising cost`,
            ),
          ]
        : [];
    case 'aws_sagemaker_monitoring_schedule':
      return gone ? [finding(change, 'MK_MONITORING_REMOVED', 'danger', `The ${name} is removed`)] : [];
    default:
      return [];
  }
};

const lastPart = (arn: unknown): string => textOf(arn)?.split(':').at(-1) ?? 'unknown';
