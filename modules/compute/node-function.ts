import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias/index.js';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config/index.js';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsPlace } from '../aws-place.ts';
import { defined } from '../defined.ts';
import type { DeadLetterTarget } from '../messaging/dead-letters.ts';
import type { NetworkAttachment } from '../network/attachment.ts';
import { ServiceRole } from '../security/service-role.ts';
import type { IdentityStatement } from '../security/statement.ts';
import { lambdaStatements } from './function-permissions.ts';
import { checkFunction } from './check-function.ts';
import { LogGroup } from './log-group.ts';
import { addChecks } from '../validation.ts';

/** The code, as bundleFunction makes it. */
export interface FunctionCode {
  /** Absolute. */
  readonly zipPath: string;
  /** SHA-256 of the zip, base64: what Lambda compares to know whether the code changed. */
  readonly sha256Base64: string;
}

export interface NodeFunctionProps {
  readonly place: AwsPlace;
  readonly name: string;
  readonly description: string;
  readonly code: FunctionCode;
  /** `nodejs22.x`, or a Terraform variable's token. */
  readonly runtime: string;
  /** arm64 unless given: a fifth cheaper for the same work. */
  readonly architecture?: 'arm64' | 'x86_64';
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** What the code may call; what Lambda itself needs is added. */
  readonly statements: readonly IdentityStatement[];
  /** Encrypts the environment and the log. */
  readonly keyArn: string;
  /** 30 days unless given. */
  readonly logRetentionDays?: number;
  /** X-Ray: false unless given. */
  readonly tracing?: boolean;
  /** Events that failed after all attempts go there; without it they are lost. For asynchronous callers only. */
  readonly deadLetters?: DeadLetterTarget;
  /** How Lambda repeats an asynchronous call that failed: twice within 6 hours unless given. */
  readonly asyncRetry?: { readonly maxAttempts: number; readonly maxAgeSeconds: number };
  /** At most so many at once, taken out of the account's share. Unless given, as many as the account allows; 0 stops it. */
  readonly reservedConcurrency?: number;
  /**
   * Publishes a version with each change and points an alias at it. `terraform`: at once, with each apply. `deployer`: a
   * program shifts the traffic; Terraform makes the alias and then leaves it where it is.
   */
  readonly alias?: { readonly name: string; readonly movedBy: 'terraform' | 'deployer' };
  /** Outside any network of ours unless given. */
  readonly network?: NetworkAttachment;
  readonly permissionsBoundaryArn?: string;
}

/** A function from one ESM bundle, with a role and a log of its own. */
export class NodeFunction extends Construct {
  readonly name: string;
  /** Of the function, without alias. */
  readonly arn: string;
  /** What callers call: the alias where there is one. */
  readonly invokeArn: string;
  readonly aliasName: string | undefined;
  /** The newest published version; `$LATEST` without an alias. */
  readonly version: string;
  readonly role: ServiceRole;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    addChecks(this, () => checkFunction(props));
    const { tracing = false, network, deadLetters, alias } = props;
    const logGroupName = `/aws/lambda/${props.name}`;
    this.logGroup = new LogGroup(this, 'log', {
      name: logGroupName,
      keyArn: props.keyArn,
      logRetentionDays: props.logRetentionDays ?? 30,
    });
    this.role = new ServiceRole(this, 'role', {
      place: props.place,
      name: props.name,
      description: `What the function ${props.name} may do`,
      service: 'lambda.amazonaws.com',
      fromThisAccountOnly: false,
      statements: [
        ...lambdaStatements({
          place: props.place,
          name: props.name,
          keyArn: props.keyArn,
          logGroupName,
          tracing,
          inNetwork: network !== undefined,
          deadLetters,
        }),
        ...props.statements,
      ],
      permissionsBoundaryArn: props.permissionsBoundaryArn,
    });
    const lambda = new LambdaFunction(this, 'function', {
      functionName: props.name,
      description: props.description,
      role: this.role.arn,
      runtime: props.runtime,
      architectures: [props.architecture ?? 'arm64'],
      handler: 'index.handler',
      filename: new TerraformAsset(this, 'code', { path: props.code.zipPath, type: AssetType.FILE }).path,
      sourceCodeHash: props.code.sha256Base64,
      memorySize: props.memoryMiB,
      timeout: props.timeoutSeconds,
      kmsKeyArn: props.keyArn,
      publish: alias !== undefined,
      loggingConfig: { logFormat: 'Text', logGroup: this.logGroup.name },
      tracingConfig: { mode: tracing ? 'Active' : 'PassThrough' },
      ...defined({
        environment: props.environment === undefined ? undefined : { variables: { ...props.environment } },
        deadLetterConfig: deadLetters === undefined ? undefined : { targetArn: deadLetters.queueArn },
        reservedConcurrentExecutions: props.reservedConcurrency,
        vpcConfig:
          network === undefined
            ? undefined
            : { subnetIds: [...network.subnetIds], securityGroupIds: [...network.securityGroupIds] },
      }),
      // Lambda refuses a dead-letter queue or a network that the role may not use yet.
      dependsOn: [this.role.policy],
    });
    this.name = lambda.functionName;
    this.arn = lambda.arn;
    this.aliasName = alias?.name;
    this.version = lambda.version;
    this.invokeArn = alias === undefined ? this.arn : this.addAlias(lambda, alias).arn;
    if (props.asyncRetry !== undefined)
      new LambdaFunctionEventInvokeConfig(this, 'async', {
        functionName: lambda.functionName,
        maximumRetryAttempts: props.asyncRetry.maxAttempts,
        maximumEventAgeInSeconds: props.asyncRetry.maxAgeSeconds,
        ...defined({ qualifier: alias?.name }),
      });
  }

  private addAlias(lambda: LambdaFunction, alias: NonNullable<NodeFunctionProps['alias']>): LambdaAlias {
    return new LambdaAlias(this, 'alias', {
      name: alias.name,
      functionName: lambda.functionName,
      functionVersion: lambda.version,
      ...(alias.movedBy === 'deployer'
        ? { lifecycle: { ignoreChanges: ['function_version', 'routing_config'] } }
        : {}),
    });
  }
}
