/** Amazon States Language (states-language.net/spec.html), as far as the retraining machine uses it: JSONPath, no variables. */
export interface AslRetrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: 'FULL';
}

export interface AslCatcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath: string | null;
  readonly Next: string;
}

export interface AslTask {
  readonly Type: 'Task';
  readonly Comment?: string;
  readonly Resource: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly ResultSelector?: Readonly<Record<string, string>>;
  readonly ResultPath: string | null;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
  readonly Retry: readonly AslRetrier[];
  readonly Catch: readonly AslCatcher[];
  readonly Next: string;
}

interface AslChoiceRule {
  readonly Variable: string;
  readonly BooleanEquals?: boolean;
  readonly StringEquals?: string;
  readonly NumericGreaterThanEqualsPath?: string;
  readonly Next: string;
}

export type AslState =
  | AslTask
  | {
      readonly Type: 'Choice';
      readonly Comment?: string;
      readonly Choices: readonly (
        AslChoiceRule | { readonly Or: readonly Omit<AslChoiceRule, 'Next'>[]; readonly Next: string }
      )[];
      readonly Default: string;
    }
  | {
      readonly Type: 'Pass';
      readonly Comment?: string;
      readonly Result: unknown;
      readonly ResultPath: string;
      readonly Next: string;
    }
  | { readonly Type: 'Wait'; readonly Comment?: string; readonly Seconds: number; readonly Next: string }
  | { readonly Type: 'Succeed'; readonly Comment?: string }
  | {
      readonly Type: 'Fail';
      readonly Comment?: string;
      readonly ErrorPath: string;
      readonly Cause: string;
    };

export type AslStates = Readonly<Record<string, AslState>>;

export interface AslDefinition {
  readonly Comment: string;
  readonly StartAt: string;
  readonly States: AslStates;
}
