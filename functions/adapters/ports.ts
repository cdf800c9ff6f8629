/**
 * The AWS side of the ports, a factory for each. A function's lambda.ts calls those that it needs, once, outside the
 * handler; the bundler leaves out the others with their SDK clients (bundle.test.ts holds that). Each reads its part of
 * the environment (contract.ts) and throws an InvalidInputError that names what is missing.
 */
export { byServingKind } from './by-serving-kind.ts';
export { cloudwatchHealth } from './cloudwatch-health.ts';
export { dynamoRecords } from './dynamodb-records.ts';
export { endpointCheck } from './endpoint-check.ts';
export { endpointInference } from './endpoint-inference.ts';
export { endpointPlace, resourcePrefix } from './endpoint-place.ts';
export { endpointRollback } from './endpoint-rollback.ts';
export { endpointSwitch } from './endpoint-switch.ts';
export { eventBridgeBus } from './eventbridge-bus.ts';
export { powertoolsMetrics } from './powertools-metrics.ts';
export { s3ObjectReader } from './s3-object-reader.ts';
export { s3Objects } from './s3-objects.ts';
export { s3PhotographDownloads } from './s3-photograph-downloads.ts';
export { s3Photographs } from './s3-photographs.ts';
export { s3SignedUrls } from './s3-signed-urls.ts';
export { sagemakerEndpoints } from './sagemaker-endpoints.ts';
export { sagemakerPipelineRunner } from './sagemaker-pipeline-runner.ts';
export { secretPseudonymizer } from './secret-pseudonymizer.ts';
export { sfnExecutionHistory } from './sfn-execution-history.ts';
export { sfnStateMachine } from './sfn-state-machine.ts';
export { slackWebhookChat } from './slack-webhook-chat.ts';
export { snsNotifier } from './sns-notifier.ts';
export { systemClock } from './system-clock.ts';
export { ulidIds } from './ulid-ids.ts';
