/**
 * What a Lambda function is, as data shared by its code, the Terraform stacks and the local platform. Free of SDK imports.
 */
export type FunctionResource =
  | 'records'
  | 'objects'
  | 'photographs'
  | 'bus'
  | 'alerts'
  | 'state-machine'
  | 'pipeline'
  | 'endpoint'
  | 'endpoint-config'
  | 'model'
  | 'model-role'
  | 'rollback-alarms'
  | 'slack-secret'
  | 'pseudonym-secret'
  | 'metrics';

/** An AWS action that the function's code can call, and on which of the platform's resources. */
export interface AllowedAction {
  readonly action: `${string}:${string}`;
  readonly on: FunctionResource;
}

export interface HttpRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** API Gateway form: `/models/{version}/approve`. */
  readonly path: string;
  /** Must stand in the token's `scope`; `public` asks for no token. */
  readonly scope: 'reader' | 'clinician' | 'approver' | 'admin' | 'public';
}

export interface FunctionContract {
  /** `verb-noun`, the folder's name and the Lambda function's name after the prefix. */
  readonly name: string;
  readonly description: string;
  /** `task`: a state of the state machine; `http`: behind the API; `event`: EventBridge, SNS or a schedule. */
  readonly kind: 'task' | 'http' | 'event';
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /** Names of the environment variables that it reads, without those that Lambda sets. */
  readonly environment: readonly string[];
  readonly actions: readonly AllowedAction[];
  readonly routes?: readonly HttpRoute[];
  /** True where it must reach the internet (a Slack webhook): it then stands outside the private network. */
  readonly needsInternet?: boolean;
}

/** A contract with its literal types kept. */
export const defineContract = <const C extends FunctionContract>(contract: C): C => contract;

const on = (
  resource: FunctionResource,
  actions: readonly `${string}:${string}`[],
): readonly AllowedAction[] => actions.map((action) => ({ action, on: resource }));

/**
 * The actions behind each way of using a port. A put of a record is an update that counts its version; several writes are a
 * transaction, which needs the rights of the writes in it. An object that is not there is told from one that may not be
 * read by the right to list.
 */
export const uses = {
  recordsGet: on('records', ['dynamodb:GetItem']),
  recordsQuery: on('records', ['dynamodb:Query']),
  recordsPut: on('records', ['dynamodb:UpdateItem']),
  recordsDelete: on('records', ['dynamodb:DeleteItem']),
  recordsCheck: on('records', ['dynamodb:ConditionCheckItem']),
  objectsRead: on('objects', ['s3:GetObject', 's3:ListBucket']),
  objectsPut: on('objects', ['s3:PutObject']),
  objectsDelete: on('objects', ['s3:DeleteObject']),
  /** Those that predictions were asked of. */
  photographs: on('photographs', ['s3:PutObject', 's3:DeleteObject']),
  photographsRead: on('photographs', ['s3:GetObject']),
  invokeEndpoint: on('endpoint', ['sagemaker:InvokeEndpoint']),
  bus: on('bus', ['events:PutEvents']),
  alerts: on('alerts', ['sns:Publish']),
  startMachine: on('state-machine', ['states:StartExecution']),
  describeMachine: on('state-machine', ['states:DescribeExecution']),
  machineHistory: on('state-machine', ['states:GetExecutionHistory']),
  answerTask: on('state-machine', ['states:SendTaskSuccess']),
  startPipeline: on('pipeline', ['sagemaker:StartPipelineExecution']),
  describePipeline: on('pipeline', [
    'sagemaker:DescribePipelineExecution',
    'sagemaker:ListPipelineExecutionSteps',
  ]),
  stopPipeline: on('pipeline', ['sagemaker:StopPipelineExecution']),
  describeEndpoint: on('endpoint', ['sagemaker:DescribeEndpoint']),
  describeConfiguration: on('endpoint-config', ['sagemaker:DescribeEndpointConfig']),
  /** SageMaker takes the role that it is given in the caller's name. */
  createModel: [...on('model', ['sagemaker:CreateModel']), ...on('model-role', ['iam:PassRole'])],
  createConfiguration: on('endpoint-config', ['sagemaker:CreateEndpointConfig']),
  /** The alarms that watch the update are looked up in the caller's name. */
  updateEndpoint: [
    ...on('endpoint', ['sagemaker:UpdateEndpoint']),
    ...on('rollback-alarms', ['cloudwatch:DescribeAlarms']),
  ],
  recreateEndpoint: on('endpoint', ['sagemaker:DeleteEndpoint', 'sagemaker:CreateEndpoint']),
  cleanUpConfigurations: [
    ...on('endpoint-config', ['sagemaker:ListEndpointConfigs', 'sagemaker:DeleteEndpointConfig']),
    ...on('model', ['sagemaker:DeleteModel']),
  ],
  slackSecret: on('slack-secret', ['secretsmanager:GetSecretValue']),
  pseudonymSecret: on('pseudonym-secret', ['secretsmanager:GetSecretValue']),
  metricsRead: on('metrics', ['cloudwatch:GetMetricData']),
} as const satisfies Record<string, readonly AllowedAction[]>;
