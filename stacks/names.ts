import { createHash } from 'node:crypto';
import { arnOf, type AwsPlace, bucketArnOf } from '../modules/aws-place.ts';
import type { Environment } from './environments/schema.ts';

export const severities = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** The alias that callers of the predict function use. */
export const liveAlias = 'live';

export const placeOf = ({ accountId, region, partition }: Environment): AwsPlace => ({
  accountId,
  region,
  partition,
});

/**
 * The name of everything that another stack, or a policy, must know before it is there. Computed from the environment
 * alone, so that a stack's plan waits for no other stack and a policy is readable in it (docs/adr/0007).
 */
export class Names {
  /** `modelkeep-dev`. */
  readonly base: string;
  readonly place: AwsPlace;

  constructor(environment: Environment) {
    this.base = `${environment.namePrefix}-${environment.name}`;
    this.place = placeOf(environment);
  }

  function(functionName: string, useCase?: string): string {
    return this.#fit(64, functionName, useCase);
  }
  functionArn(functionName: string, useCase?: string): string {
    return this.#arn('lambda', `function:${this.function(functionName, useCase)}`);
  }
  get table(): string {
    return `${this.base}-records`;
  }
  get tableArn(): string {
    return this.#arn('dynamodb', `table/${this.table}`);
  }
  /** Unique in all of AWS by the account's id. */
  bucket(room: string): string {
    return `${this.base}-${room}-${this.place.accountId}`;
  }
  bucketArn(room: string, objects?: string): string {
    return bucketArnOf(this.place, this.bucket(room), objects);
  }
  get bus(): string {
    return this.base;
  }
  get busArn(): string {
    return this.#arn('events', `event-bus/${this.bus}`);
  }
  topic(severity: Severity): string {
    return `${this.base}-${severity}`;
  }
  topicArn(severity: Severity): string {
    return this.#arn('sns', this.topic(severity));
  }
  get stateMachine(): string {
    return `${this.base}-retraining`;
  }
  get stateMachineArn(): string {
    return this.#arn('states', `stateMachine:${this.stateMachine}`);
  }
  get executionsArn(): string {
    return this.#arn('states', `execution:${this.stateMachine}:*`);
  }
  /** Of SageMaker; `{useCase}` stands for the use case. */
  get trainingPipeline(): string {
    return `${this.base}-train-{useCase}`;
  }
  get trainingPipelinesArn(): string {
    return this.#arn('sagemaker', `pipeline/${this.base}-train-*`);
  }
  get deadLetters(): string {
    return `${this.base}-undelivered`;
  }
  get deadLettersArn(): string {
    return this.#arn('sqs', this.deadLetters);
  }
  get trail(): string {
    return `${this.base}-audit`;
  }
  secret(name: string): string {
    return `${this.base}/${name}`;
  }
  /** Its role's name adds five characters. */
  schedule(name: string, useCase: string): string {
    return this.#fit(59, name, useCase);
  }
  rule(name: string): string {
    return this.#fit(64, name);
  }
  alarm(name: string, useCase?: string): string {
    return this.#fit(255, name, useCase);
  }
  dashboard(name: string, useCase?: string): string {
    return this.#fit(255, name, useCase);
  }

  #arn(service: string, resource: string): string {
    return arnOf(this.place, service, resource);
  }

  /** Where it is too long for AWS, its end gives way to a hash of the whole. */
  #fit(most: number, ...parts: readonly (string | undefined)[]): string {
    const whole = [this.base, ...parts].filter((part) => part !== undefined).join('-');
    if (whole.length <= most) return whole;
    const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8);
    return `${whole.slice(0, most - 9)}-${hash}`;
  }
}
