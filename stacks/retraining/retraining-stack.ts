import type { Construct } from 'constructs';
import type { NodeFunction } from '../../modules/compute/node-function.ts';
import { StateMachine } from '../../modules/compute/state-machine.ts';
import { defined } from '../../modules/defined.ts';
import { DeadLetterQueue } from '../../modules/messaging/dead-letter-queue.ts';
import type { DeadLetterTarget } from '../../modules/messaging/dead-letters.ts';
import { EventRule } from '../../modules/messaging/event-rule.ts';
import { retrainingDefinition } from '../../pipelines/retraining/definition.ts';
import type { Environment } from '../environments/schema.ts';
import type { Bundles } from '../functions/bundles.ts';
import { machineFunctions, sharedContracts } from '../functions/contracts.ts';
import { FunctionFactory } from '../functions/platform-function.ts';
import { addSharedAlarms } from '../monitoring/alarms.ts';
import { addSharedDashboards } from '../monitoring/shared-dashboards.ts';
import { PlatformStack } from '../platform-stack.ts';
import { type Shared, sharedOf } from '../shared.ts';
import { eventSubscriptions } from './patterns.ts';
import { SlackSubscription } from './slack-subscription.ts';

/** Called by EventBridge, SNS or a schedule, which do not wait for an answer: what fails for good must lie somewhere. */
const calledAsynchronously = new Set([
  'start-retraining',
  'ingest-dataset',
  'on-execution-ended',
  'project-model-package',
  'report-violations',
  'slack-notifier',
  'detect-drift',
  'evaluate-model-quality',
]);

/** All functions but predict, the state machine, and what wakes them. Serves every use case, which comes in the payload. */
export class RetrainingStack extends PlatformStack {
  constructor(scope: Construct, environment: Environment, bundles: Bundles) {
    super(scope, { environment, kind: 'retraining' });
    const shared = sharedOf(this);
    const queue = new DeadLetterQueue(this, 'undelivered', {
      place: this.place,
      name: this.names.deadLetters,
      keyArn: shared.keyArn,
      fromEventRules: true,
    });
    const functions = this.#functions(shared, bundles, {
      queueArn: queue.arn,
      knownArn: this.names.deadLettersArn,
      keyArn: shared.keyArn,
    });
    const of = (name: string): NodeFunction => {
      const found = functions.get(name);
      if (!found)
        throw new Error(`function ${name}: got none, expected one of ${[...functions.keys()].join(', ')}`);
      return found;
    };
    const machine = new StateMachine(this, 'machine', {
      place: this.place,
      name: this.names.stateMachine,
      // By names, not by tokens: the definition is then readable in a plan, and AWS checks it there.
      definition: retrainingDefinition({ functionArn: (name) => this.names.functionArn(name) }),
      functionArns: machineFunctions.map(({ name }) => this.names.functionArn(name)),
      keyArn: shared.keyArn,
      logRetentionDays: environment.logRetentionDays,
      tracing: environment.tracing,
      ...defined({ permissionsBoundaryArn: environment.permissionsBoundaryArn }),
    });
    for (const [name, subscription] of Object.entries(eventSubscriptions(this.names)))
      new EventRule(this, `on-${name}`, {
        place: this.place,
        name: this.names.rule(name),
        description: subscription.description,
        ...(subscription.bus === 'own' ? { busName: this.names.bus } : {}),
        pattern: subscription.pattern,
        target: { functionArn: of(subscription.functionName).arn },
        deadLetterQueueArn: queue.arn,
      });
    new SlackSubscription(this, 'slack', of('slack-notifier'), this.names);
    addSharedAlarms(this);
    if (environment.dashboards)
      addSharedDashboards(this, {
        logGroupNames: machineFunctions.map(({ name }) => of(name).logGroup.name),
      });
    this.output('state_machine_arn', machine.arn, 'The retraining state machine');
    this.output('start_retraining_function', of('start-retraining').name, 'Starts a retraining by hand');
  }

  #functions(
    shared: Shared,
    bundles: Bundles,
    deadLetters: DeadLetterTarget,
  ): ReadonlyMap<string, NodeFunction> {
    const factory = new FunctionFactory(this, { shared, bundles });
    return new Map(
      sharedContracts.map((contract) => [
        contract.name,
        factory.make(contract, calledAsynchronously.has(contract.name) ? { deadLetters } : {}),
      ]),
    );
  }
}
