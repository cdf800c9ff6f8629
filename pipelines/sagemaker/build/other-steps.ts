import type {
  ConditionStep,
  FailStep,
  LambdaStep,
  JobStep,
  PipelineCondition,
  PipelineStep,
} from '../definition.ts';
import { property, type PipelineValue, type Reference, type Text } from '../value.ts';
import { apiRetries, commonOf, type StepOptions } from './common.ts';

export interface ConditionOptions extends StepOptions {
  /** All of them have to hold. */
  readonly conditions: readonly PipelineCondition[];
  readonly then: readonly PipelineStep[];
  readonly otherwise: readonly PipelineStep[];
}

export const conditionStep = (options: ConditionOptions): ConditionStep => ({
  ...commonOf(options),
  Type: 'Condition',
  Arguments: { Conditions: options.conditions, IfSteps: options.then, ElseSteps: options.otherwise },
});

export const failStep = (options: StepOptions & { readonly reason: Text }): FailStep => ({
  ...commonOf(options),
  Type: 'Fail',
  Arguments: { ErrorMessage: options.reason },
});

export interface LambdaOptions<Output extends string> extends StepOptions {
  readonly functionArn: string;
  readonly payload: Readonly<Record<string, PipelineValue>>;
  readonly outputs: Readonly<Record<Output, 'String' | 'Integer' | 'Float' | 'Boolean'>>;
}

/** A Lambda step: the function's answer is an object with at least `outputs`, at most ten. */
export function lambdaStep<Output extends string>(
  options: LambdaOptions<Output>,
): { readonly step: LambdaStep; output(name: Output): Reference } {
  const outputs = Object.entries<'String' | 'Integer' | 'Float' | 'Boolean'>(options.outputs);
  return {
    step: {
      ...commonOf(options),
      Type: 'Lambda',
      FunctionArn: options.functionArn,
      Arguments: options.payload,
      OutputParameters: outputs.map(([OutputName, OutputType]) => ({ OutputName, OutputType })),
      RetryPolicies: [apiRetries],
    },
    output: (output) => property(options.name, `OutputParameters['${output}']`),
  };
}

export interface RegisterOptions extends StepOptions {
  readonly group: string;
  readonly packageDescription: Text;
  readonly image: string;
  readonly modelUri: Text;
  readonly approvalStatus: Text;
  readonly contentTypes: readonly string[];
  readonly responseTypes: readonly string[];
  readonly realtimeInstanceTypes: readonly string[];
  readonly transformInstanceTypes: readonly string[];
  /** S3 addresses of JSON files. */
  readonly evaluationUri: Text;
  readonly explanationsUri?: Text;
  readonly baselineUri: Text;
  readonly metadata: Readonly<Record<string, Text>>;
  /** ARN of the pipeline's execution: lineage. */
  readonly generatedBy: Text;
}

const jsonAt = (uri: Text) => ({ ContentType: 'application/json', S3Uri: uri });

/** Registers a version: the arguments are CreateModelPackage's. Such a step takes no retries of jobs. */
export const registerStep = (options: RegisterOptions): JobStep => ({
  ...commonOf(options),
  Type: 'RegisterModel',
  Arguments: {
    ModelPackageGroupName: options.group,
    ModelPackageDescription: options.packageDescription,
    InferenceSpecification: {
      Containers: [{ Image: options.image, ModelDataUrl: options.modelUri }],
      SupportedContentTypes: options.contentTypes,
      SupportedResponseMIMETypes: options.responseTypes,
      SupportedRealtimeInferenceInstanceTypes: options.realtimeInstanceTypes,
      SupportedTransformInstanceTypes: options.transformInstanceTypes,
    },
    ModelApprovalStatus: options.approvalStatus,
    ModelMetrics: {
      ModelQuality: { Statistics: jsonAt(options.evaluationUri) },
      ...(options.explanationsUri === undefined
        ? {}
        : { Explainability: { Report: jsonAt(options.explanationsUri) } }),
    },
    DriftCheckBaselines: { ModelDataQuality: { Statistics: jsonAt(options.baselineUri) } },
    CustomerMetadataProperties: options.metadata,
    MetadataProperties: { GeneratedBy: options.generatedBy },
    Domain: 'MACHINE_LEARNING',
    Task: 'CLASSIFICATION',
    SkipModelValidation: 'None',
  },
  RetryPolicies: [apiRetries],
});
