import type { PipelineValue, Reference, Text } from './value.ts';

/** A pipeline definition as CreatePipeline takes it (PipelineDefinition, schema 2020-12-01). */
export interface PipelineDefinition {
  readonly Version: '2020-12-01';
  readonly Metadata: Readonly<Record<string, PipelineValue>>;
  readonly Parameters: readonly PipelineParameter[];
  readonly PipelineExperimentConfig?: { readonly ExperimentName: Text; readonly TrialName: Text };
  readonly Steps: readonly PipelineStep[];
}

export interface PipelineParameter {
  readonly Name: string;
  readonly Type: 'String' | 'Integer' | 'Float' | 'Boolean';
  /** Without one, whoever starts the pipeline has to give a value. */
  readonly DefaultValue?: string | number | boolean;
  readonly EnumValues?: readonly (string | number)[];
}

export interface RetryPolicy {
  readonly ExceptionType: readonly RetriedException[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxAttempts?: number;
  readonly ExpireAfterMin?: number;
}
export type RetriedException =
  | 'Step.SERVICE_FAULT'
  | 'Step.THROTTLING'
  | 'SageMaker.JOB_INTERNAL_ERROR'
  | 'SageMaker.CAPACITY_ERROR'
  | 'SageMaker.RESOURCE_LIMIT';

export interface CacheConfig {
  readonly Enabled: boolean;
  /** ISO 8601 duration: `P30D`. */
  readonly ExpireAfter?: string;
}

interface StepCommon {
  readonly Name: string;
  readonly DisplayName?: string;
  readonly Description?: string;
  readonly DependsOn?: readonly string[];
  readonly RetryPolicies?: readonly RetryPolicy[];
}

export interface PropertyFile {
  readonly PropertyFileName: string;
  readonly OutputName: string;
  readonly FilePath: string;
}

type Arguments = { readonly [key: string]: PipelineValue };

/** A step that AWS runs as a job, or as one call of its API. Arguments are those of the call, without the job's name. */
export interface JobStep extends StepCommon {
  readonly Type: 'Processing' | 'Training' | 'Tuning' | 'RegisterModel';
  readonly Arguments: Arguments;
  readonly CacheConfig?: CacheConfig;
  readonly PropertyFiles?: readonly PropertyFile[];
}

export interface LambdaStep extends StepCommon {
  readonly Type: 'Lambda';
  readonly FunctionArn: string;
  readonly Arguments: Arguments;
  readonly OutputParameters: readonly {
    readonly OutputName: string;
    readonly OutputType: 'String' | 'Integer' | 'Float' | 'Boolean';
  }[];
}

export interface FailStep extends StepCommon {
  readonly Type: 'Fail';
  readonly Arguments: { readonly ErrorMessage: Text };
}

export interface ConditionStep extends StepCommon {
  readonly Type: 'Condition';
  readonly Arguments: {
    /** All of them have to hold. */
    readonly Conditions: readonly PipelineCondition[];
    readonly IfSteps: readonly PipelineStep[];
    readonly ElseSteps: readonly PipelineStep[];
  };
}

export interface PipelineCondition {
  readonly Type: 'GreaterThanOrEqualTo' | 'LessThanOrEqualTo' | 'Equals';
  readonly LeftValue: PipelineValue;
  readonly RightValue: PipelineValue | Reference;
}

export type PipelineStep = JobStep | LambdaStep | FailStep | ConditionStep;

/** The API refuses a longer definition. */
export const longestDefinition = 1_048_576;
