import path from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { App, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { NodeFunction } from '../../modules/compute/node-function.ts';
import { StateMachine } from '../../modules/compute/state-machine.ts';
import type { Bundle } from '../../modules/lambda-bundle/bundle.ts';
import { DeadLetterQueue } from '../../modules/messaging/dead-letter-queue.ts';
import { EventBus } from '../../modules/messaging/event-bus.ts';
import { EventRule } from '../../modules/messaging/event-rule.ts';
import { Schedule } from '../../modules/messaging/schedule.ts';
import { Topic } from '../../modules/messaging/topic.ts';
import { Alarm } from '../../modules/monitoring/alarm.ts';
import { Budget } from '../../modules/monitoring/budget.ts';
import { Dashboard } from '../../modules/monitoring/dashboard.ts';
import type { Metric } from '../../modules/monitoring/metric.ts';
import { PrivateNetwork } from '../../modules/network/private-network.ts';
import { AuditTrail, trailDeliveryStatements } from '../../modules/security/audit-trail.ts';
import { EncryptionKey } from '../../modules/security/encryption-key.ts';
import { Secret } from '../../modules/security/secret.ts';
import { ContainerRepository } from '../../modules/storage/container-repository.ts';
import { PrivateBucket } from '../../modules/storage/private-bucket.ts';
import { Table } from '../../modules/storage/table.ts';

const place = { accountId: '123456789012', region: 'eu-central-1' };

/** Writes one stack that uses every building block with every option. Gives its folder. */
export function synthEveryModule(outdir: string, bundle: Bundle): string {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'every-module');
  new AwsProvider(stack, 'aws', { region: place.region, allowedAccountIds: [place.accountId] });
  stack.addOverride('terraform.required_providers.aws.version', '>= 5.100.0, < 7.0.0');
  const keyArn = new EncryptionKey(stack, 'key', { place, name: 'every', description: 'All of it' }).arn;
  const buckets = addStorage(stack, keyArn);
  const topicArn = addMessages(stack, keyArn, bundle);
  addMonitoring(stack, topicArn);
  new AuditTrail(stack, 'trail', {
    place,
    name: 'every',
    bucketName: buckets.audit.name,
    keyArn,
    objectsOfBucketArns: [buckets.raw.arn],
    itemsOfTableArns: [buckets.table.arn],
  });
  app.synth();
  return path.join(outdir, 'stacks/every-module');
}

function addStorage(scope: Construct, keyArn: string) {
  const logs = new PrivateBucket(scope, 'logs', {
    place,
    name: 'every-logs-123456789012',
    receivesAccessLogs: true,
  });
  const raw = new PrivateBucket(scope, 'raw', {
    place,
    name: 'every-raw-123456789012',
    keyArn,
    accessLogs: { bucketName: logs.name, prefix: 'raw/' },
    sendsEvents: true,
    lifecycle: [
      { id: 'old', prefix: 'a/', expireAfterDays: 365, archive: { afterDays: 90, to: 'GLACIER_IR' } },
      { id: 'versions', expireNoncurrentAfterDays: 30, keepNoncurrentVersions: 3 },
      { id: 'marked', tag: { key: 'state', value: 'unreferenced' }, expireAfterDays: 90 },
    ],
  });
  const audit = new PrivateBucket(scope, 'audit', {
    place,
    name: 'every-audit-123456789012',
    keyArn,
    objectLock: { mode: 'COMPLIANCE', retentionDays: 2192 },
    statements: trailDeliveryStatements(place, 'every-audit-123456789012', 'every'),
  });
  const table = new Table(scope, 'table', {
    name: 'every-records',
    partitionKey: 'pk',
    sortKey: 'sk',
    ttlAttribute: 'expiresAt',
    indexes: { byStatus: { partitionKey: 'status', sortKey: { name: 'at', type: 'N' } } },
    keyArn,
  });
  new ContainerRepository(scope, 'images', { name: 'every/images', keyArn });
  new Secret(scope, 'webhook', { name: 'every/slack-webhook', description: 'Where messages go', keyArn });
  return { raw, audit, table };
}

function addMessages(scope: Construct, keyArn: string, bundle: Bundle): string {
  const network = new PrivateNetwork(scope, 'network', {
    place,
    name: 'every',
    interfaceServices: ['sagemaker.api', 'logs', 'states'],
    keyArn,
  });
  const queue = new DeadLetterQueue(scope, 'dead', {
    place,
    name: 'every-dead',
    keyArn,
    fromEventRules: true,
  });
  const deadLetters = { queueArn: queue.arn, keyArn };
  const worker = new NodeFunction(scope, 'worker', {
    place,
    name: 'every-worker',
    description: 'Works',
    code: bundle,
    runtime: 'nodejs22.x',
    memoryMiB: 512,
    timeoutSeconds: 30,
    environment: { GREETING: 'hello' },
    statements: [{ sid: 'Send', actions: ['sqs:SendMessage'], resources: [queue.arn] }],
    keyArn,
    tracing: true,
    deadLetters,
    asyncRetry: { maxAttempts: 1, maxAgeSeconds: 600 },
    reservedConcurrency: 5,
    alias: { name: 'live', movedBy: 'deployer' },
    network,
  });
  const machine = new StateMachine(scope, 'machine', {
    place,
    name: 'every-machine',
    // Known while it is planned, so that the provider has it checked.
    definition: { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } },
    functionArns: [worker.invokeArn],
    keyArn,
    tracing: true,
  });
  const topic = new Topic(scope, 'topic', {
    place,
    name: 'every-critical',
    keyArn,
    senders: ['cloudwatch', 'events', 'budgets'],
    subscribers: [
      { email: 'team@example.org' },
      { httpsUrl: 'https://example.org/alerts' },
      { phoneNumber: '+4917100000000' },
      { name: 'worker', functionArn: worker.arn },
    ],
  });
  const bus = new EventBus(scope, 'bus', { name: 'every' });
  new EventRule(scope, 'drift', {
    place,
    name: 'every-drift',
    description: 'Drift',
    busName: bus.name,
    pattern: { source: ['example'], detail: { score: [{ numeric: ['>', 0.2] }] } },
    target: { functionArn: worker.arn, qualifier: 'live' },
    deadLetterQueueArn: queue.arn,
    retry: { maxAttempts: 3, maxAgeSeconds: 3600 },
  });
  new EventRule(scope, 'alarms', {
    place,
    name: 'every-alarms',
    description: 'Alarms',
    pattern: { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] },
    target: { stateMachineArn: machine.arn },
    input: { trigger: 'alarm' },
  });
  new Schedule(scope, 'monthly', {
    place,
    name: 'every-monthly',
    description: 'Monthly',
    expression: 'rate(30 days)',
    functionArn: worker.invokeArn,
    input: { trigger: 'schedule' },
    deadLetters,
    keyArn,
  });
  return topic.arn;
}

function addMonitoring(scope: Construct, topicArn: string): void {
  const metric = (name: string, statistic: Metric['statistic']): Metric => ({
    namespace: 'AWS/Lambda',
    name,
    dimensions: { FunctionName: 'every-worker' },
    statistic,
    periodSeconds: 300,
  });
  const share = {
    expression: '100 * errors / calls',
    label: 'Failed %',
    metrics: { errors: metric('Errors', 'Sum'), calls: metric('Invocations', 'Sum') },
  };
  const alarm = {
    description: 'Calls fail.',
    runbookUrl: 'https://example.org/runbook.md#errors',
    comparison: '>',
    threshold: 5,
    missingData: 'notBreaching',
    actionArns: [topicArn],
    okActionArns: [topicArn],
  } as const;
  const errors = new Alarm(scope, 'errors', { ...alarm, name: 'every-errors', metric: share });
  new Alarm(scope, 'slow', { ...alarm, name: 'every-slow', metric: metric('Duration', 'p95') });
  new Dashboard(scope, 'health', {
    name: 'every-health',
    region: place.region,
    rows: [
      { height: 2, widgets: [{ kind: 'text', markdown: '# Health' }] },
      {
        widgets: [
          {
            kind: 'graph',
            title: 'Failed',
            lines: [{ metric: share }],
            marks: [{ label: 'alarm', value: 5 }],
          },
          { kind: 'alarms', title: 'Alarms', alarmArns: [errors.arn] },
        ],
      },
    ],
  });
  new Budget(scope, 'budget', {
    name: 'every',
    limitUsdPerMonth: 500,
    tag: { key: 'environment', values: ['dev'] },
    topicArn,
  });
}
