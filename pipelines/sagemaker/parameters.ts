import { pipelineParameterNames } from '../../domain/retraining/pipeline-parameters.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import type { PipelineParameter } from './definition.ts';
import { join, parameter, type Join, type Text } from './value.ts';

/** Parameters that an operator may set at a start; the loop leaves their defaults. */
export const operatorParameterNames = {
  approvalStatus: 'ApprovalStatus',
  processingInstanceType: 'ProcessingInstanceType',
  trainingInstanceType: 'TrainingInstanceType',
} as const;

const names = pipelineParameterNames;

/** What the loop passes with each start (domain/retraining/pipeline-parameters.ts), by name. */
export const given = {
  useCase: parameter(names.useCase),
  executionName: parameter(names.executionName),
  snapshotUri: parameter(names.snapshotUri),
  snapshotHash: parameter(names.snapshotHash),
  outputUri: parameter(names.outputUri),
  training: parameter(names.training),
};

/** A file below the prefix that the loop gives; that prefix ends in a slash. */
export const inOutput = (name: string): Join => join('', given.outputUri, name);
export const below = (uri: Text, name: string): Join => join('/', uri, name);

export function loopParameters(useCase: UseCase): PipelineParameter[] {
  const required = [names.executionName, names.snapshotUri, names.snapshotHash, names.outputUri];
  return [
    { Name: names.useCase, Type: 'String', DefaultValue: useCase.name, EnumValues: [useCase.name] },
    ...required.map((name): PipelineParameter => ({ Name: name, Type: 'String' })),
    { Name: names.training, Type: 'String', DefaultValue: '{}' },
    {
      Name: operatorParameterNames.approvalStatus,
      Type: 'String',
      DefaultValue: 'PendingManualApproval',
      EnumValues: ['PendingManualApproval', 'Approved', 'Rejected'],
    },
  ];
}

export const textParameter = (name: string, value: string): PipelineParameter => ({
  Name: name,
  Type: 'String',
  DefaultValue: value,
});
