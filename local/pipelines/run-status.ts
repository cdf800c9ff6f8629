import type { StepType } from '../../pipelines/sagemaker/validate/load.ts';

export type StepStatus = 'Waiting' | 'Executing' | 'Succeeded' | 'Failed' | 'Stopped' | 'Skipped';

/** How a step stands. */
export interface StepRun {
  readonly name: string;
  readonly type: StepType;
  readonly status: StepStatus;
  /** Its result was taken from an earlier run with the same arguments. */
  readonly cached?: boolean;
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** Why it failed or was left out. */
  readonly reason?: string;
  /** The end of its log, where it failed. */
  readonly lastLines?: readonly string[];
  /** What a condition decided, and the values it compared; what was registered. */
  readonly outcome?: string;
}

/** How an execution stands; `status.json` in its folder, written whole at each change. */
export interface PipelineRun {
  readonly schemaVersion: 1;
  readonly pipelineName: string;
  readonly executionId: string;
  readonly status: 'Executing' | 'Succeeded' | 'Failed' | 'Stopped';
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly failure?: {
    readonly step: string;
    readonly reason: string;
    readonly lastLines: readonly string[];
  };
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly steps: readonly StepRun[];
}

/** What happens in a run, as it happens. */
export type RunEvent =
  | { readonly kind: 'step'; readonly step: StepRun }
  | { readonly kind: 'log'; readonly step: string; readonly line: string };
