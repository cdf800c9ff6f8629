import { ask, get, json, query, type Question } from './ask.ts';

/** The list of each service in which the stacks make something, by what it lists. */
const questions: Readonly<Record<string, Question>> = {
  aliases: json('kms', 'TrentService.ListAliases'),
  apis: get('apigateway', '/v2/apis'),
  alarms: query('monitoring', 'DescribeAlarms', '2010-08-01'),
  budgets: json('budgets', 'AWSBudgetServiceGateway.DescribeBudgets', '{"AccountId":"123456789012"}'),
  buckets: get('s3', '/'),
  buses: json('events', 'AWSEvents.ListEventBuses'),
  distributions: get('cloudfront', '/2020-05-31/distribution'),
  functions: get('lambda', '/2015-03-31/functions'),
  logGroups: json('logs', 'Logs_20140328.DescribeLogGroups'),
  modelPackageGroups: json('sagemaker', 'SageMaker.ListModelPackageGroups'),
  pipelines: json('sagemaker', 'SageMaker.ListPipelines'),
  queues: json('sqs', 'AmazonSQS.ListQueues'),
  repositories: json('ecr', 'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories'),
  roles: query('iam', 'ListRoles', '2010-05-08'),
  rules: json('events', 'AWSEvents.ListRules'),
  schedules: get('scheduler', '/schedules'),
  secrets: json('secretsmanager', 'secretsmanager.ListSecrets'),
  stateMachines: json('states', 'AWSStepFunctions.ListStateMachines'),
  subscriptions: query('sns', 'ListSubscriptions', '2010-03-31'),
  tables: json('dynamodb', 'DynamoDB_20120810.ListTables'),
  topics: query('sns', 'ListTopics', '2010-03-31'),
  trails: json('cloudtrail', 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails'),
  userPools: json('cognito-idp', 'AWSCognitoIdentityProviderService.ListUserPools', '{"MaxResults":60}'),
};

export const kinds: readonly string[] = Object.keys(questions);

/** Of which kinds the emulator holds something whose name has `part` in it. @throws Error where a list cannot be had. */
export async function kindsWith(part: string, url: string, region: string): Promise<readonly string[]> {
  const asked = Object.entries(questions).map(async ([kind, question]) => {
    const text = await ask(question, url, region);
    return text.includes(part) ? [kind] : [];
  });
  return (await Promise.all(asked)).flat();
}
