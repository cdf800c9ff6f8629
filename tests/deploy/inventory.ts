interface Question {
  readonly service: string;
  readonly path?: string;
  /** Of the JSON protocol. */
  readonly target?: string;
  readonly body?: string;
}

const json = (service: string, target: string, body = '{}'): Question => ({ service, target, body });
const query = (service: string, action: string, version: string): Question => ({
  service,
  body: `Action=${action}&Version=${version}`,
});
const get = (service: string, path: string): Question => ({ service, path });

/** The list of each service in which the stacks make something, by what it lists. */
const questions: Readonly<Record<string, Question>> = {
  aliases: json('kms', 'TrentService.ListAliases'),
  alarms: query('monitoring', 'DescribeAlarms', '2010-08-01'),
  budgets: json('budgets', 'AWSBudgetServiceGateway.DescribeBudgets', '{"AccountId":"123456789012"}'),
  buckets: get('s3', '/'),
  buses: json('events', 'AWSEvents.ListEventBuses'),
  functions: get('lambda', '/2015-03-31/functions'),
  logGroups: json('logs', 'Logs_20140328.DescribeLogGroups'),
  queues: json('sqs', 'AmazonSQS.ListQueues'),
  roles: query('iam', 'ListRoles', '2010-05-08'),
  rules: json('events', 'AWSEvents.ListRules'),
  schedules: get('scheduler', '/schedules'),
  secrets: json('secretsmanager', 'secretsmanager.ListSecrets'),
  stateMachines: json('states', 'AWSStepFunctions.ListStateMachines'),
  subscriptions: query('sns', 'ListSubscriptions', '2010-03-31'),
  tables: json('dynamodb', 'DynamoDB_20120810.ListTables'),
  topics: query('sns', 'ListTopics', '2010-03-31'),
  trails: json('cloudtrail', 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails'),
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

/** Without an SDK client for each: the emulator finds the service by the scope of a signature that it does not check. */
async function ask({ service, path = '/', target, body }: Question, url: string, region: string) {
  const contentType =
    target === undefined ? 'application/x-www-form-urlencoded' : 'application/x-amz-json-1.1';
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      ...(body === undefined ? {} : { 'content-type': contentType }),
      ...(target === undefined ? {} : { 'x-amz-target': target }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service}${path}: got ${response.status} ${text.slice(0, 200)}`);
  return text;
}
