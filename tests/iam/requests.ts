import type { AllowedAction, FunctionResource } from '../../domain/function-contract.ts';
import {
  endpointNames,
  type EndpointNames,
  objectRooms,
  recordsTable,
} from '../../functions/adapters/contract.ts';
import { useCases } from '../../usecases/index.ts';
import type { Request } from './evaluate.ts';
import type { Planned, PlannedFunction } from './planned.ts';

export type Asked = Omit<Request, 'caller'>;
type Variables = Readonly<Record<string, string>>;

/**
 * What the code would ask for by the values of its environment variables, as the adapters put them together.
 * @throws Error for a variable that has no value: its function would not start.
 */
export function asked(
  planned: Planned,
  { action, on }: AllowedAction,
  variables: Variables,
): readonly Asked[] {
  const of = (name: string): string => {
    const value = variables[name];
    if (value === undefined)
      throw new Error(`${action} on ${on}: got no ${name}, expected it in the environment`);
    return value;
  };
  const ofEndpoints = (arnsOf: (names: EndpointNames) => string | readonly string[]): readonly string[] =>
    [...useCases.names, 'a-long-name-of-a-use-case-that-has-an-endpoint-1'].flatMap((useCase) =>
      arnsOf(endpointNames(of('RESOURCE_PREFIX'), useCase)),
    );
  const context =
    action === 'iam:PassRole' ? { 'iam:PassedToService': 'sagemaker.amazonaws.com' } : undefined;
  const arns: Readonly<Record<FunctionResource, () => readonly string[]>> = {
    records: () => {
      const table = planned.arn('dynamodb', `table/${of('RECORDS_TABLE')}`);
      const indexes = Object.keys(recordsTable.indexes).map((name) => `${table}/index/${name}`);
      return action === 'dynamodb:Query' ? [table, ...indexes] : [table];
    },
    objects: () =>
      objectRooms.map((room) => {
        const bucket = `arn:${planned.environment.partition}:s3:::${of('OBJECTS_BUCKET').replace('{room}', room)}`;
        return action === 's3:ListBucket' ? bucket : `${bucket}/some/object.json`;
      }),
    photographs: () => [
      `arn:${planned.environment.partition}:s3:::${of('OBJECTS_BUCKET').replace('{room}', 'processed')}/images/skin-lesion/one.jpg`,
    ],
    bus: () => [planned.arn('events', `event-bus/${of('EVENT_BUS_NAME')}`)],
    alerts: () => ['INFO', 'WARNING', 'CRITICAL'].map((severity) => of(`ALERT_TOPIC_${severity}_ARN`)),
    'state-machine': () => {
      const machine = of('RETRAINING_STATE_MACHINE_ARN');
      return [
        action === 'states:DescribeExecution' || action === 'states:GetExecutionHistory'
          ? `${machine.replace(':stateMachine:', ':execution:')}:one`
          : machine,
      ];
    },
    pipeline: () =>
      useCases.names.map((useCase) => {
        const name = of('TRAINING_PIPELINE_NAME').replace('{useCase}', useCase);
        const execution = action === 'sagemaker:StartPipelineExecution' ? '' : '/execution/abc123';
        return planned.arn('sagemaker', `pipeline/${name}${execution}`);
      }),
    endpoint: () => ofEndpoints((names) => planned.arn('sagemaker', `endpoint/${names.endpoint}`)),
    'endpoint-config': () =>
      action === 'sagemaker:ListEndpointConfigs'
        ? ['*']
        : ofEndpoints((names) => planned.arn('sagemaker', `endpoint-config/${names.made}0123456789ab`)),
    model: () => ofEndpoints((names) => planned.arn('sagemaker', `model/${names.made}0123456789ab`)),
    'model-role': () => ofEndpoints((names) => `${of('ROLE_ARN_PREFIX')}${names.role}`),
    'rollback-alarms': () =>
      ofEndpoints((names) => names.rollbackAlarms.map((name) => planned.arn('cloudwatch', `alarm:${name}`))),
    'slack-secret': () => [of('SLACK_SECRET_ARN')],
    'pseudonym-secret': () => [of('PSEUDONYM_SECRET_ARN')],
    metrics: () => ['*'],
  };
  return arns[on]().map((resource) => ({ action, resource, ...(context && { context }) }));
}

/** The key's actions behind an action on something encrypted. Source: the services' pages on encryption at rest. */
const keyActions: Partial<Record<string, readonly string[]>> = {
  dynamodb: ['kms:Decrypt'],
  's3:GetObject': ['kms:Decrypt'],
  's3:PutObject': ['kms:GenerateDataKey'],
  sns: ['kms:GenerateDataKey', 'kms:Decrypt'],
  secretsmanager: ['kms:Decrypt'],
};

/** What the services ask the key for in the function's name. */
export function askedOfKey(planned: Planned, { contract, name }: PlannedFunction): readonly Asked[] {
  const { region } = planned.environment;
  const behind = contract.actions.flatMap(({ action }) => {
    const [service = ''] = action.split(':');
    const actions = keyActions[action] ?? keyActions[service] ?? [];
    return actions.map((one) => ({
      action: one,
      resource: planned.keyArn,
      context: { 'kms:ViaService': `${service}.${region}.amazonaws.com` },
    }));
  });
  const environment = {
    action: 'kms:Decrypt',
    resource: planned.keyArn,
    context: { 'kms:EncryptionContext:aws:lambda:FunctionArn': planned.arn('lambda', `function:${name}`) },
  };
  return [...behind, environment];
}

/** What Lambda does in the function's name. */
export const askedOfLogs = (planned: Planned, { name }: PlannedFunction): readonly Asked[] =>
  ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
    action,
    resource: planned.arn('logs', `log-group:/aws/lambda/${name}:log-stream:2026/11/24/[1]abc`),
  }));
