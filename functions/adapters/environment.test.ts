import { expect, test } from '@jest/globals';
import { adapterEnvironment } from './contract.ts';
import * as ports from './ports.ts';

const arn = 'arn:aws:x:us-east-1:123456789012:y';
const whole = {
  RECORDS_TABLE: 'records',
  OBJECTS_BUCKET: 'objects',
  EVENT_BUS_NAME: 'bus',
  ALERT_TOPIC_INFO_ARN: arn,
  ALERT_TOPIC_WARNING_ARN: arn,
  ALERT_TOPIC_CRITICAL_ARN: arn,
  RETRAINING_STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:123456789012:stateMachine:retraining',
  TRAINING_PIPELINE_NAME: 'training',
  SLACK_SECRET_ARN: arn,
  PSEUDONYM_SECRET_ARN: arn,
  RESOURCE_PREFIX: 'modelkeep-dev',
  INFERENCE_IMAGE: '123456789012.dkr.ecr.us-east-1.amazonaws.com/modelkeep-dev/{image}:1',
  ROLE_ARN_PREFIX: 'arn:aws:iam::123456789012:role/',
  KEY_ARN: arn,
};
const factories = {
  records: ports.dynamoRecords,
  objects: ports.s3Objects,
  bus: ports.eventBridgeBus,
  notifier: ports.snsNotifier,
  stateMachine: ports.sfnStateMachine,
  pipeline: ports.sagemakerPipelineRunner,
  chat: ports.slackWebhookChat,
  pseudonyms: ports.secretPseudonymizer,
  endpoints: ports.resourcePrefix,
  models: (environment: Parameters<typeof ports.endpointPlace>[0]) => [
    ports.resourcePrefix(environment),
    ports.endpointPlace(environment),
  ],
} as const;

/** Not set outside a private network. */
const optional = new Set(['SUBNET_IDS', 'SECURITY_GROUP_IDS']);
const table = Object.entries(adapterEnvironment).flatMap(([port, names]) =>
  names.filter((name) => !optional.has(name)).map((name) => [port as keyof typeof factories, name] as const),
);

test.each(table)('%s without %s: one message that names it', (port, name) => {
  expect(() => factories[port](whole)).not.toThrow();
  expect(() => factories[port]({ ...whole, [name]: undefined })).toThrow(
    new RegExp(`^environment of [a-zA-Z ]+: ${name}: got nothing, expected a value of type string$`),
  );
  expect(() => factories[port]({ ...whole, [name]: '' })).toThrow(`${name}: got ""`);
});
