import type { UseCase } from '../../domain/usecase/schema.ts';
import { registerStep } from './build/other-steps.ts';
import type { JobStep } from './definition.ts';
import { given, operatorParameterNames } from './parameters.ts';
import { execution, join, parameter, type Text } from './value.ts';

/** Where and as what versions are registered. */
export interface Registration {
  readonly modelPackageGroup: string;
  readonly inferenceImage: string;
  readonly servingInstanceTypes: readonly string[];
  readonly contentTypes: readonly string[];
}

export interface VersionFiles {
  readonly modelUri: Text;
  readonly evaluationUri: Text;
  readonly explanationsUri?: Text;
  readonly baselineUri: Text;
  readonly dependsOn: readonly string[];
}

/** The version in SageMaker's registry, with what made it. It waits for approval. */
export const registerVersion = (useCase: UseCase, place: Registration, files: VersionFiles): JobStep =>
  registerStep({
    ...files,
    name: 'Register',
    description: 'Registers the version, which then waits for approval',
    group: place.modelPackageGroup,
    packageDescription: join(' ', `${useCase.title}: made by`, given.executionName),
    image: place.inferenceImage,
    approvalStatus: parameter(operatorParameterNames.approvalStatus),
    contentTypes: place.contentTypes,
    responseTypes: ['application/json'],
    realtimeInstanceTypes: place.servingInstanceTypes,
    transformInstanceTypes: place.servingInstanceTypes,
    metadata: {
      UseCase: given.useCase,
      ExecutionName: given.executionName,
      SnapshotUri: given.snapshotUri,
      SnapshotHash: given.snapshotHash,
    },
    generatedBy: execution('PipelineExecutionArn'),
  });
