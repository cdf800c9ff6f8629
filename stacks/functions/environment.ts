import { Fn } from 'cdktf';
import type { FunctionContract } from '../../domain/function-contract.ts';
import type { Environment } from '../environments/schema.ts';
import type { Names } from '../names.ts';
import type { Shared } from '../shared.ts';

/** How old the serving pointer may be that predict goes by: a rollback takes effect within this time. */
const pointerCacheSeconds = 5;

/**
 * The environment variables of a function, as its contract names them.
 * @throws Error for a name that is known nowhere here: its function would not start.
 */
export function environmentOf(
  contract: FunctionContract,
  given: {
    readonly environment: Environment;
    readonly names: Names;
    readonly shared: Shared;
    readonly useCase?: string;
  },
): Readonly<Record<string, string>> {
  const { environment, names, shared, useCase } = given;
  const values = new Map<string, string | undefined>([
    ['RECORDS_TABLE', names.table],
    ['OBJECTS_BUCKET', names.bucket('{room}')],
    ['EVENT_BUS_NAME', names.bus],
    ['ALERT_TOPIC_INFO_ARN', names.topicArn('info')],
    ['ALERT_TOPIC_WARNING_ARN', names.topicArn('warning')],
    ['ALERT_TOPIC_CRITICAL_ARN', names.topicArn('critical')],
    ['RETRAINING_STATE_MACHINE_ARN', names.stateMachineArn],
    ['TRAINING_PIPELINE_NAME', names.trainingPipeline],
    ['SLACK_SECRET_ARN', shared.slackSecretArn],
    ['PSEUDONYM_SECRET_ARN', shared.pseudonymSecretArn],
    ['POINTER_CACHE_SECONDS', String(pointerCacheSeconds)],
    ['RESOURCE_PREFIX', names.base],
    ['INFERENCE_IMAGE', names.imageUri('{image}')],
    ['ROLE_ARN_PREFIX', names.roleArnPrefix],
    ['KEY_ARN', shared.keyArn],
    ['SUBNET_IDS', shared.network && Fn.join(',', [...shared.network.subnetIds])],
    ['SECURITY_GROUP_IDS', shared.network && Fn.join(',', [...shared.network.securityGroupIds])],
    // Not set where there is none: a shared function then asks for the use case, and there is no page to allow.
    ['USE_CASE', useCase],
    ['CONSOLE_URL', environment.consoleUrl],
  ]);
  return Object.fromEntries(
    contract.environment.flatMap((name) => {
      if (!values.has(name))
        throw new Error(
          `function ${contract.name} reads ${name}: got no value for it, expected one in stacks/functions/environment.ts`,
        );
      const value = values.get(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
