import { isUnknown, type Change } from '../change.ts';
import { finding, type Finding, type Rule } from '../finding.ts';
import { definitionDifferences, definitionPitfalls } from '../state-machine/diff.ts';
import { same, textOf, valueAt } from '../value.ts';
import { inWords, nameOfResource } from '../words.ts';
import { becauseOf } from './data.ts';

export const stateMachineRule: Rule = (change) => {
  if (change.type !== 'aws_sfn_state_machine' || change.action === 'no-op') return [];
  const name = nameOfResource(change);
  if (change.action === 'delete' || change.action === 'replace')
    return [
      finding(
        change,
        'MK_STATE_MACHINE_STOPPED',
        'danger',
        `The ${name} is ${change.action === 'delete' ? 'removed' : `replaced${becauseOf(change)}`}`,
      ),
    ];
  const logsData = (fields: Change['after']): boolean =>
    valueAt(fields, ['logging_configuration', 'include_execution_data']) === true;
  return [
    ...(logsData(change.after) && !logsData(change.before)
      ? [finding(change, 'MK_EXECUTION_DATA_LOGGED', 'danger', `The ${name} logs the data of its executions`)]
      : []),
    ...definition(change, name),
  ];
};

function definition(change: Change, name: string): readonly Finding[] {
  if (isUnknown(change, ['definition']) || change.after['definition'] === change.before['definition'])
    return [];
  const old = new Set(definitionPitfalls(change.before['definition']));
  const pitfalls = definitionPitfalls(change.after['definition'])
    .filter((pitfall) => !old.has(pitfall))
    .map((pitfall) => finding(change, 'MK_STATE_MACHINE_PITFALL', 'danger', `The ${name}: ${pitfall}`));
  if (change.action === 'create') return pitfalls;
  const details = definitionDifferences(change.before['definition'], change.after['definition']);
  if (details?.length === 0) return pitfalls;
  return [
    ...pitfalls,
    finding(
      change,
      'MK_STATE_MACHINE_CHANGED',
      'warning',
      `The ${name} gets another definition${details ? `: ${details.length} ${details.length === 1 ? 'difference' : 'differences'}` : ', which cannot be read'}`,
      { details: details ?? [] },
    ),
  ];
}

/** What serves predictions. */
const serving = new Set([
  'aws_sagemaker_endpoint',
  'aws_apigatewayv2_api',
  'aws_apigatewayv2_stage',
  'aws_apigatewayv2_route',
  'aws_apigatewayv2_integration',
  'aws_lambda_function',
  'aws_lambda_alias',
  'aws_lambda_permission',
  'aws_cloudfront_distribution',
]);

export const servingRule: Rule = (change) => {
  if (!serving.has(change.type)) return [];
  if (change.action === 'delete' || change.action === 'replace')
    return [
      finding(
        change,
        'MK_SERVING_STOPPED',
        change.type === 'aws_lambda_permission' ? 'warning' : 'danger',
        `The ${nameOfResource(change)} is ${change.action === 'delete' ? 'removed' : `replaced${becauseOf(change)}`}`,
        change.type === 'aws_lambda_permission'
          ? {
              why: 'the caller that it lets in is refused from then on',
              fix: 'see that the caller is gone too',
            }
          : {},
      ),
    ];
  return change.action === 'update' ? [...endpointUpdate(change), ...functionUpdate(change)] : [];
};

const endpointUpdate = (change: Change): readonly Finding[] =>
  change.type === 'aws_sagemaker_endpoint' &&
  (isUnknown(change, ['endpoint_config_name']) ||
    change.before['endpoint_config_name'] !== change.after['endpoint_config_name'])
    ? [
        finding(
          change,
          'MK_ENDPOINT_UPDATE',
          'danger',
          `Terraform itself moves the ${nameOfResource(change)} to another configuration`,
        ),
      ]
    : [];

/** Settings whose change says something to a reader. */
const settings = [
  'memory_size',
  'timeout',
  'runtime',
  'handler',
  'architectures',
  'layers',
  'image_uri',
] as const;

function functionUpdate(change: Change): readonly Finding[] {
  if (change.type !== 'aws_lambda_function') return [];
  const { before, after } = change;
  const changed = settings
    .filter((field) => !isUnknown(change, [field]) && !same(before[field] ?? null, after[field] ?? null))
    .map((field) => `${field} ${inline(before[field])} -> ${inline(after[field])}`);
  const code = ['source_code_hash', 's3_key', 'filename'].some(
    (f) => !same(before[f] ?? null, after[f] ?? null),
  );
  const parts = [...(code ? ['its code'] : []), ...changed];
  const memory = change.before['memory_size'];
  const doubled =
    typeof memory === 'number' && typeof after['memory_size'] === 'number' && after['memory_size'] > memory;
  if (parts.length === 0) return [];
  return [
    finding(
      change,
      'MK_FUNCTION_CHANGED',
      doubled ? 'warning' : 'notice',
      `The ${nameOfResource(change)} changes: ${parts.join(', ')}`,
      doubled
        ? {
            why: `each millisecond costs ${ratio(after['memory_size'], memory)} times as much; idle it costs nothing either way`,
            fix: 'keep it where the measured duration falls by as much, else undo it',
          }
        : {},
    ),
  ];
}

const ratio = (is: unknown, was: number): string => String(Math.round((Number(is) / was) * 100) / 100);

const inline = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : (textOf(value) ?? inWords(value));
