import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { parseWith } from '../domain/validation/parse.ts';
import {
  type EndpointNames,
  endpointNames,
  fittingName,
  modelPackageGroupName,
  monitorName,
} from '../functions/adapters/contract.ts';
import { arnOf, type AwsPlace, bucketArnOf } from '../modules/aws-place.ts';
import type { Environment } from './environments/schema.ts';

export const severities = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/**
 * The tag of the images of pipelines/containers: the release's number, unless MODELKEEP_IMAGE_TAG names another one while
 * the stacks are written (the commit, where each commit is deployed).
 */
export const imageTag = process.env['MODELKEEP_IMAGE_TAG'] ?? packageVersion();

function packageVersion(): string {
  const text = readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8');
  const { version } = parseWith(z.object({ version: z.string() }), JSON.parse(text), 'package.json');
  return version;
}

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
  /** Of SageMaker's registry. */
  modelPackageGroup(useCase: string): string {
    return modelPackageGroupName(this.base, useCase);
  }
  experiment(useCase: string): string {
    return this.#fit(120, useCase);
  }
  /** Of SageMaker, and what deployments make beside them. */
  endpoint(useCase: string): EndpointNames {
    return endpointNames(this.base, useCase);
  }
  /** A schedule of Model Monitor. */
  monitor(kind: string, useCase: string): string {
    return monitorName(this.base, kind, useCase);
  }
  get endpointsArn(): string {
    return this.#arn('sagemaker', `endpoint/${this.base}-*`);
  }
  get endpointConfigurationsArn(): string {
    return this.#arn('sagemaker', `endpoint-config/${this.base}-*`);
  }
  get modelsArn(): string {
    return this.#arn('sagemaker', `model/${this.base}-*`);
  }
  get modelRolesArn(): string {
    return `${this.roleArnPrefix}${this.base}-model-*`;
  }
  get rollbackAlarmsArn(): string {
    return this.#arn('cloudwatch', `alarm:${this.base}-endpoint-*`);
  }
  /** A role's name follows. */
  get roleArnPrefix(): string {
    return `arn:${this.place.partition ?? 'aws'}:iam::${this.place.accountId}:role/`;
  }
  role(...parts: readonly string[]): string {
    return this.#fit(64, ...parts);
  }
  repository(image: string): string {
    return `${this.base}/${image}`;
  }
  repositoryArn(image: string): string {
    return this.#arn('ecr', `repository/${this.repository(image)}`);
  }
  /** With the tag of this release: tags never move. */
  imageUri(image: string): string {
    const { accountId, region, partition } = this.place;
    const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    return `${accountId}.dkr.ecr.${region}.${suffix}/${this.repository(image)}:${imageTag}`;
  }
  /** Of the page to sign in at; unique in the region by the account's id. */
  get signInPrefix(): string {
    return `${this.base}-${this.place.accountId}`;
  }
  get site(): string {
    return `${this.base}-console`;
  }
  /** Of the notebook and the domain of Studio. */
  get workbench(): string {
    return this.#fit(63, 'workbench');
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

  #fit(most: number, ...parts: readonly (string | undefined)[]): string {
    return fittingName(most, this.base, ...parts.filter((part) => part !== undefined));
  }
}
