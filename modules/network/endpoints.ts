/** The services that a private network can reach by an interface endpoint, by the name that AWS gives the endpoint. */
export const interfaceServices = [
  'athena',
  'ecr.api',
  'ecr.dkr',
  'events',
  'execute-api',
  'glue',
  'kinesis-streams',
  'kms',
  'lambda',
  'logs',
  'monitoring',
  'sagemaker.api',
  'sagemaker.runtime',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'states',
  'sts',
  'xray',
] as const;
export type InterfaceService = (typeof interfaceServices)[number];

/** These two are reached by the route table, without a price per hour. */
export type GatewayService = 's3' | 'dynamodb';

/** Where the endpoint's name is not the prefix of the IAM action. */
const otherNames: Readonly<Record<string, InterfaceService | GatewayService>> = {
  cloudwatch: 'monitoring',
  ecr: 'ecr.api',
  kinesis: 'kinesis-streams',
  sagemaker: 'sagemaker.api',
  'sagemaker:InvokeEndpoint': 'sagemaker.runtime',
  'sagemaker:InvokeEndpointAsync': 'sagemaker.runtime',
  // No call of its own: the service that is given a role asks whether the caller may.
  'iam:PassRole': 'sagemaker.api',
  s3: 's3',
  dynamodb: 'dynamodb',
};

/** The endpoint through which a call of an IAM action leaves the network; undefined where no endpoint is known for it. */
export function endpointOfAction(action: string): InterfaceService | GatewayService | undefined {
  const service = action.split(':')[0] ?? '';
  return (
    otherNames[action] ?? otherNames[service] ?? interfaceServices.find((endpoint) => endpoint === service)
  );
}
