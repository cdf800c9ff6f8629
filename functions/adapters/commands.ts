import type { AllowedAction } from '../../domain/function-contract.ts';

/**
 * The IAM actions behind each SDK command of the adapters. commands.test.ts holds the table to the code; the stacks give a
 * function the actions that its contract names. A transaction needs the actions of the writes in it and no own one; so
 * does HeadObject. GetObject of a key that is not there is 404 only with s3:ListBucket, else 403.
 */
export const commandActions: Readonly<Record<string, readonly AllowedAction['action'][]>> = {
  GetItemCommand: ['dynamodb:GetItem'],
  QueryCommand: ['dynamodb:Query'],
  UpdateItemCommand: ['dynamodb:UpdateItem'],
  DeleteItemCommand: ['dynamodb:DeleteItem'],
  TransactWriteItemsCommand: ['dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
  GetObjectCommand: ['s3:GetObject', 's3:ListBucket'],
  HeadObjectCommand: ['s3:GetObject', 's3:ListBucket'],
  PutObjectCommand: ['s3:PutObject'],
  ListObjectsV2Command: ['s3:ListBucket'],
  DeleteObjectCommand: ['s3:DeleteObject'],
  PutEventsCommand: ['events:PutEvents'],
  PublishCommand: ['sns:Publish'],
  StartExecutionCommand: ['states:StartExecution'],
  DescribeExecutionCommand: ['states:DescribeExecution'],
  GetExecutionHistoryCommand: ['states:GetExecutionHistory'],
  SendTaskSuccessCommand: ['states:SendTaskSuccess'],
  StartPipelineExecutionCommand: ['sagemaker:StartPipelineExecution'],
  DescribePipelineExecutionCommand: ['sagemaker:DescribePipelineExecution'],
  ListPipelineExecutionStepsCommand: ['sagemaker:ListPipelineExecutionSteps'],
  StopPipelineExecutionCommand: ['sagemaker:StopPipelineExecution'],
  InvokeEndpointCommand: ['sagemaker:InvokeEndpoint'],
  DescribeEndpointCommand: ['sagemaker:DescribeEndpoint'],
  DescribeEndpointConfigCommand: ['sagemaker:DescribeEndpointConfig'],
  ListEndpointConfigsCommand: ['sagemaker:ListEndpointConfigs'],
  CreateModelCommand: ['sagemaker:CreateModel', 'iam:PassRole'],
  CreateEndpointConfigCommand: ['sagemaker:CreateEndpointConfig'],
  CreateEndpointCommand: ['sagemaker:CreateEndpoint'],
  UpdateEndpointCommand: ['sagemaker:UpdateEndpoint', 'cloudwatch:DescribeAlarms'],
  DeleteEndpointCommand: ['sagemaker:DeleteEndpoint'],
  DeleteEndpointConfigCommand: ['sagemaker:DeleteEndpointConfig'],
  DeleteModelCommand: ['sagemaker:DeleteModel'],
  GetSecretValueCommand: ['secretsmanager:GetSecretValue'],
  GetMetricDataCommand: ['cloudwatch:GetMetricData'],
};
