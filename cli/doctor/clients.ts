import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';

/** What the doctor looks through. It changes nothing. */
export interface Clients {
  readonly lambda: LambdaClient;
  readonly states: SFNClient;
  readonly scheduler: SchedulerClient;
  readonly events: EventBridgeClient;
  readonly cloudwatch: CloudWatchClient;
  readonly sns: SNSClient;
  readonly secrets: SecretsManagerClient;
  readonly sagemaker: SageMakerClient;
}

export interface Connection {
  readonly region: string;
  /** Of an emulator; its keys are of no account. */
  readonly endpoint?: string | undefined;
}

/** Credentials come from where every AWS program takes them: environment, profile, sign-on, role. */
export function makeClients({ region, endpoint }: Connection): Clients {
  const settings = {
    region,
    maxAttempts: 5,
    ...(endpoint === undefined
      ? {}
      : { endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
  };
  return {
    lambda: new LambdaClient(settings),
    states: new SFNClient(settings),
    scheduler: new SchedulerClient(settings),
    events: new EventBridgeClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    sns: new SNSClient(settings),
    secrets: new SecretsManagerClient(settings),
    sagemaker: new SageMakerClient(settings),
  };
}
