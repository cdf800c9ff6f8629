import { expect, test } from '@jest/globals';
import { endpointOfAction } from './endpoints.ts';

test.each([
  ['s3:GetObject', 's3'],
  ['dynamodb:PutItem', 'dynamodb'],
  ['sagemaker:DescribeEndpoint', 'sagemaker.api'],
  ['sagemaker:InvokeEndpoint', 'sagemaker.runtime'],
  ['cloudwatch:GetMetricData', 'monitoring'],
  ['events:PutEvents', 'events'],
  ['states:StartExecution', 'states'],
  ['secretsmanager:GetSecretValue', 'secretsmanager'],
  ['kms:Decrypt', 'kms'],
  ['sns:Publish', 'sns'],
  ['budgets:ViewBudget', undefined],
])('%s leaves by %s', (action, endpoint) => {
  expect(endpointOfAction(action)).toBe(endpoint);
});
