import type { AllowedAction, FunctionResource } from '../../domain/function-contract.ts';
import { commandActions } from '../../functions/adapters/commands.ts';
import type { Reach } from './walk.ts';

/** The resource behind the actions of a service; of secrets the adapter that reads it tells which. */
const resourceOfService: Readonly<Record<string, FunctionResource>> = {
  dynamodb: 'records',
  s3: 'objects',
  events: 'bus',
  sns: 'alerts',
  states: 'state-machine',
  sagemaker: 'pipeline',
  cloudwatch: 'metrics',
};
/** Of services with several kinds of resources, by the action. */
const resourceOfAction: Readonly<Record<string, FunctionResource>> = {
  'sagemaker:InvokeEndpoint': 'endpoint',
  'sagemaker:DescribeEndpoint': 'endpoint',
  'sagemaker:CreateEndpoint': 'endpoint',
  'sagemaker:UpdateEndpoint': 'endpoint',
  'sagemaker:DeleteEndpoint': 'endpoint',
  'sagemaker:DescribeEndpointConfig': 'endpoint-config',
  'sagemaker:CreateEndpointConfig': 'endpoint-config',
  'sagemaker:ListEndpointConfigs': 'endpoint-config',
  'sagemaker:DeleteEndpointConfig': 'endpoint-config',
  'sagemaker:CreateModel': 'model',
  'sagemaker:DeleteModel': 'model',
  'iam:PassRole': 'model-role',
  'cloudwatch:DescribeAlarms': 'rollback-alarms',
};
const secretOfAdapter: Readonly<Record<string, FunctionResource>> = {
  slackWebhookChat: 'slack-secret',
  secretPseudonymizer: 'pseudonym-secret',
};
/** The record store makes all its writes in one place; which it is asked for stands with who asks. */
const actionOfWrite: Readonly<Record<string, `${string}:${string}`>> = {
  put: 'dynamodb:UpdateItem',
  delete: 'dynamodb:DeleteItem',
  check: 'dynamodb:ConditionCheckItem',
};
const writeActions = new Set<string>(Object.values(actionOfWrite));
/** A GetObject that is signed without the SDK (functions/adapters/signature.ts). */
const byHand: Readonly<Record<string, string>> = { signedGetHeaders: 'GetObjectCommand' };
/** What is signed for photographs alone, by the function that signs it. */
const ofPhotographs: Readonly<Record<string, readonly AllowedAction['action'][]>> = {
  photographUrl: ['s3:PutObject', 's3:DeleteObject'],
  s3PhotographDownloads: ['s3:GetObject'],
};

/** The actions that code needs for what it can do, and on what. @throws Error for a command that the table does not know. */
export function neededActions({ commands, writes, functions }: Reach): readonly AllowedAction[] {
  const sent = new Set(commands);
  for (const [name, command] of Object.entries(byHand)) if (functions.has(name)) sent.add(command);
  const actions = new Set<AllowedAction['action']>();
  for (const command of sent) {
    const own = commandActions[command];
    if (!own)
      throw new Error(`${command}: got no actions for it, expected them in functions/adapters/commands.ts`);
    for (const action of own) if (!writeActions.has(action)) actions.add(action);
  }
  const isWriting = [...sent].some((command) =>
    commandActions[command]?.some((action) => writeActions.has(action)),
  );
  for (const [write, action] of Object.entries(actionOfWrite))
    if (isWriting && writes.has(write)) actions.add(action);
  const photographs = Object.entries(ofPhotographs).flatMap(([name, own]) =>
    functions.has(name) ? own : [],
  );
  return [
    ...[...actions].flatMap((action) => resourcesOf(action, functions).map((on) => ({ action, on }))),
    ...photographs.map((action): AllowedAction => ({ action, on: 'photographs' })),
  ];
}

function resourcesOf(action: string, functions: ReadonlySet<string>): readonly FunctionResource[] {
  if (action === 'secretsmanager:GetSecretValue')
    return Object.entries(secretOfAdapter).flatMap(([adapter, on]) => (functions.has(adapter) ? [on] : []));
  const on = resourceOfAction[action] ?? resourceOfService[action.split(':', 1)[0] ?? ''];
  if (!on) throw new Error(`${action}: got no resource for its service, expected one in needed-actions.ts`);
  return [on];
}
