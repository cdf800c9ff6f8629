import type { Construct } from 'constructs';
import { EventBus } from '../../modules/messaging/event-bus.ts';
import { Topic } from '../../modules/messaging/topic.ts';
import { Budget } from '../../modules/monitoring/budget.ts';
import { EncryptionKey } from '../../modules/security/encryption-key.ts';
import { Secret } from '../../modules/security/secret.ts';
import { Table } from '../../modules/storage/table.ts';
import { recordsTable } from '../../functions/adapters/contract.ts';
import type { Environment } from '../environments/schema.ts';
import { severities } from '../names.ts';
import { PlatformStack } from '../platform-stack.ts';
import { outputNames } from '../shared.ts';
import { addAudit } from './audit.ts';
import { addBuckets } from './buckets.ts';
import { addNetwork } from './network.ts';

/** What holds data and what everything else stands on: key, buckets, records, bus, topics, secrets, network, audit, budget. */
export class FoundationStack extends PlatformStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, { environment, kind: 'foundation' });
    const keyArn = environment.keyArn ?? this.#key();
    const { rooms, logs } = addBuckets(this, keyArn);
    const table = new Table(this, 'records', {
      name: this.names.table,
      partitionKey: recordsTable.partitionKey,
      sortKey: recordsTable.sortKey,
      ttlAttribute: recordsTable.ttlAttribute,
      indexes: recordsTable.indexes,
      keyArn,
      protect: environment.protect,
    });
    new EventBus(this, 'bus', { name: this.names.bus });
    this.#topics(keyArn);
    this.output(
      outputNames.slackSecretArn,
      this.#secret('slack-webhook', keyArn),
      'Secret of the Slack webhook',
    );
    this.output(
      outputNames.pseudonymSecretArn,
      this.#secret('pseudonym-key', keyArn),
      'Secret from which pseudonyms are made',
    );
    addNetwork(this, keyArn);
    addAudit(this, keyArn, { bucketArns: rooms.map(({ arn }) => arn), tableArn: table.arn }, logs.name);
    this.output(outputNames.keyArn, keyArn, 'Key that encrypts everything of the environment');
  }

  #key(): string {
    return new EncryptionKey(this, 'key', {
      place: this.place,
      name: this.names.base,
      description: `Everything of ${this.names.base}: data, records, logs, messages`,
      protect: this.environment.protect,
    }).arn;
  }

  #secret(name: string, keyArn: string): string {
    const description =
      name === 'slack-webhook'
        ? 'Address of the Slack webhook that notifications are posted to'
        : 'Key of the pseudonyms of patients; never change it: the same patient would get another pseudonym';
    return new Secret(this, name, {
      name: this.names.secret(name),
      description,
      keyArn,
      protect: this.environment.protect,
    }).arn;
  }

  #topics(keyArn: string): void {
    const { alertEmails, budgetUsdPerMonth, name } = this.environment;
    for (const severity of severities) {
      const topic = new Topic(this, `topic-${severity}`, {
        place: this.place,
        name: this.names.topic(severity),
        keyArn,
        senders: severity === 'warning' ? ['cloudwatch', 'budgets'] : ['cloudwatch'],
        subscribers: alertEmails[severity].map((email) => ({ email })),
      });
      if (severity === 'warning')
        new Budget(this, 'budget', {
          name: this.names.base,
          limitUsdPerMonth: budgetUsdPerMonth,
          tag: { key: 'environment', values: [name] },
          topicArn: topic.arn,
        });
    }
  }
}
