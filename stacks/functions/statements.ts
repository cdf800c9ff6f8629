import type { FunctionContract, FunctionResource } from '../../domain/function-contract.ts';
import { objectRooms } from '../../functions/adapters/contract.ts';
import type { IdentityStatement } from '../../modules/security/statement.ts';
import { type Names, severities } from '../names.ts';
import type { Shared } from '../shared.ts';

/** The resources that an action of a contract means, and where nothing narrower than `*` can be named, why. */
interface Target {
  readonly resources: readonly string[];
  readonly anyResourceBecause?: string;
  readonly conditions?: NonNullable<IdentityStatement['conditions']>;
}
/** Actions on executions of the state machine, not on itself. */
const ofExecutions = new Set(['states:DescribeExecution', 'states:GetExecutionHistory']);
const onlyToSageMaker = { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } };
type Targets = Readonly<Record<FunctionResource, (action: string) => Target>>;

const targetsOf = (names: Names, shared: Shared): Targets => ({
  records: (action) => ({
    resources: action === 'dynamodb:Query' ? [names.tableArn, `${names.tableArn}/index/*`] : [names.tableArn],
  }),
  objects: (action) => ({
    resources: objectRooms.map((room) =>
      action === 's3:ListBucket' ? names.bucketArn(room) : names.bucketArn(room, '*'),
    ),
  }),
  photographs: () => ({ resources: [names.bucketArn('processed', 'images/*')] }),
  bus: () => ({ resources: [names.busArn] }),
  alerts: () => ({ resources: severities.map((severity) => names.topicArn(severity)) }),
  'state-machine': (action) => ({
    resources: [ofExecutions.has(action) ? names.executionsArn : names.stateMachineArn],
  }),
  pipeline: (action) => ({
    resources: [
      action === 'sagemaker:StartPipelineExecution'
        ? names.trainingPipelinesArn
        : `${names.trainingPipelinesArn}/execution/*`,
    ],
  }),
  endpoint: (action) => ({
    resources: /:(Create|Update)Endpoint$/.test(action)
      ? [names.endpointsArn, names.endpointConfigurationsArn]
      : [names.endpointsArn],
  }),
  'endpoint-config': (action) =>
    action === 'sagemaker:ListEndpointConfigs'
      ? { resources: ['*'], anyResourceBecause: 'SageMaker knows no resources for a list' }
      : { resources: [names.endpointConfigurationsArn] },
  model: () => ({ resources: [names.modelsArn] }),
  'model-role': () => ({ resources: [names.modelRolesArn], conditions: onlyToSageMaker }),
  'rollback-alarms': () => ({ resources: [names.rollbackAlarmsArn] }),
  'slack-secret': () => ({ resources: [shared.slackSecretArn] }),
  'pseudonym-secret': () => ({ resources: [shared.pseudonymSecretArn] }),
  metrics: () => ({
    resources: ['*'],
    anyResourceBecause: 'CloudWatch knows no resources for reading metrics',
  }),
});

const useKey = ['kms:Decrypt', 'kms:GenerateDataKey'];
/** Which service uses the key in the function's name, and for what. The bus is under a key of AWS, metrics under none. */
const keyUses: Partial<
  Record<FunctionResource, { readonly service: string; readonly actions: readonly string[] }>
> = {
  // DynamoDB reads the table's own key with the caller's right, for writes too.
  records: { service: 'dynamodb', actions: ['kms:Decrypt', 'kms:DescribeKey'] },
  objects: { service: 's3', actions: useKey },
  photographs: { service: 's3', actions: useKey },
  alerts: { service: 'sns', actions: useKey },
  'slack-secret': { service: 'secretsmanager', actions: ['kms:Decrypt'] },
  'pseudonym-secret': { service: 'secretsmanager', actions: ['kms:Decrypt'] },
  // The disks of an endpoint's instances: SageMaker is given a grant in the caller's name.
  'endpoint-config': { service: 'sagemaker', actions: ['kms:CreateGrant', 'kms:DescribeKey'] },
};
const onlyReads: Readonly<Record<string, readonly string[]>> = { objects: ['kms:Decrypt'] };

/** What the role of a function may do: the actions of its contract on the environment's resources, and the key behind them. */
export function statementsOf(
  contract: FunctionContract,
  names: Names,
  shared: Shared,
): readonly IdentityStatement[] {
  const targets = targetsOf(names, shared);
  const grouped = new Map<string, { on: FunctionResource; actions: string[]; target: Target }>();
  for (const { action, on } of contract.actions) {
    const target = targets[on](action);
    const group = `${on} ${target.resources.join(' ')}`;
    const known = grouped.get(group);
    if (!known) grouped.set(group, { on, actions: [action], target });
    else if (!known.actions.includes(action)) known.actions.push(action);
  }
  const counts = new Map<FunctionResource, number>();
  const own = [...grouped.values()].map(({ on, actions, target }): IdentityStatement => {
    const count = (counts.get(on) ?? 0) + 1;
    counts.set(on, count);
    return { sid: `${sidOf(on)}${count === 1 ? '' : count}`, actions, ...target };
  });
  return [...own, ...keyStatements(contract, names, shared.keyArn)];
}

function keyStatements(
  contract: FunctionContract,
  names: Names,
  keyArn: string,
): readonly IdentityStatement[] {
  const byService = new Map<string, Set<string>>();
  for (const { on, action } of contract.actions) {
    const use = keyUses[on];
    if (!use || (on === 'endpoint-config' && action !== 'sagemaker:CreateEndpointConfig')) continue;
    const writes = contract.actions.some((one) => one.on === on && /Put|Publish/.test(one.action));
    const actions = (writes ? undefined : onlyReads[on]) ?? use.actions;
    byService.set(use.service, new Set([...(byService.get(use.service) ?? []), ...actions]));
  }
  return [...byService].map(([service, actions]) => ({
    sid: `Key${sidOf(service)}`,
    actions: [...actions],
    resources: [keyArn],
    conditions: {
      StringEquals: { 'kms:ViaService': `${service}.${names.place.region}.amazonaws.com` },
      ...(actions.has('kms:CreateGrant') && { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
    },
  }));
}

/** `state-machine` -> `StateMachine`. */
const sidOf = (text: string): string =>
  text.replaceAll(/(^|-)([a-z])/g, (_match, _hyphen, letter: string) => letter.toUpperCase());
