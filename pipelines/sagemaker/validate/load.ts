import * as z from 'zod/mini';
import { problemsOf } from '../../../domain/validation/parse.ts';
import { isRecord } from '../value.ts';
import type { PipelineProblem } from './problem.ts';

const stepTypes = [
  'Processing',
  'Training',
  'Tuning',
  'Transform',
  'Model',
  'RegisterModel',
  'Condition',
  'Fail',
  'Lambda',
  'Callback',
  'QualityCheck',
  'ClarifyCheck',
  'EMR',
  'AutoML',
] as const;
export type StepType = (typeof stepTypes)[number];

const stepName = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));
const parameterSchema = z.looseObject({
  Name: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,256}$/)),
  Type: z.enum(['String', 'Integer', 'Float', 'Boolean']),
  DefaultValue: z.optional(z.union([z.string(), z.number(), z.boolean()])),
  EnumValues: z.optional(z.array(z.union([z.string(), z.number()]))),
});
export type LoadedParameter = z.output<typeof parameterSchema>;

const retrySchema = z.looseObject({
  ExceptionType: z.array(z.string()).check(z.minLength(1)),
  IntervalSeconds: z.optional(z.number().check(z.positive())),
  BackoffRate: z.optional(z.number().check(z.minimum(0))),
  MaxAttempts: z.optional(z.number().check(z.int(), z.minimum(1))),
  ExpireAfterMin: z.optional(z.number().check(z.int(), z.minimum(1))),
});
const stepSchema = z.looseObject({
  Name: stepName,
  Type: z.enum(stepTypes),
  DisplayName: z.optional(z.string()),
  Description: z.optional(z.string()),
  Arguments: z._default(z.record(z.string(), z.unknown()), {}),
  DependsOn: z._default(z.array(z.string()), []),
  CacheConfig: z.optional(
    z.looseObject({
      Enabled: z.boolean(),
      ExpireAfter: z.optional(
        z.string().check(z.regex(/^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/)),
      ),
    }),
  ),
  RetryPolicies: z._default(z.array(retrySchema), []),
  PropertyFiles: z._default(
    z.array(z.looseObject({ PropertyFileName: z.string(), OutputName: z.string(), FilePath: z.string() })),
    [],
  ),
  FunctionArn: z.optional(z.unknown()),
  OutputParameters: z._default(z.array(z.looseObject({ OutputName: z.string() })), []),
});

const definitionSchema = z.looseObject({
  Version: z.literal('2020-12-01'),
  Metadata: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
  Parameters: z._default(z.array(parameterSchema), []),
  PipelineExperimentConfig: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
  Steps: z.array(z.unknown()).check(z.minLength(1)),
});

/** A step as it was read, wherever in the definition it stands. */
export interface LoadedStep extends z.output<typeof stepSchema> {
  /** `Steps[3].Arguments.IfSteps[0]`. */
  readonly place: string;
  /** The condition step in whose branch it stands. */
  readonly branch: { readonly of: string; readonly side: 'IfSteps' | 'ElseSteps' } | undefined;
}

/** A definition, AWS's or ours, whose form is right; its steps in the order of the text, nested ones after their condition. */
export interface LoadedPipeline {
  readonly parameters: readonly LoadedParameter[];
  readonly experiment: Readonly<Record<string, unknown>>;
  readonly steps: readonly LoadedStep[];
}

export const branchSides = ['IfSteps', 'ElseSteps'] as const;

/** The form of a definition: what is missing or of another type is a problem, and is then left out. */
export function loadPipeline(json: unknown): {
  readonly pipeline: LoadedPipeline | undefined;
  readonly problems: readonly PipelineProblem[];
} {
  const parsed = z.safeParse(definitionSchema, json, { reportInput: true });
  if (!parsed.success) {
    const problems = problemsOf(parsed.error.issues, json, { quoteValues: true });
    return {
      pipeline: undefined,
      problems: problems.map(({ field, got, expected }) => ({ step: undefined, path: field, got, expected })),
    };
  }
  const problems: PipelineProblem[] = [];
  const steps = loadSteps(parsed.data.Steps, 'Steps', undefined, problems);
  return {
    pipeline: {
      parameters: parsed.data.Parameters,
      experiment: parsed.data.PipelineExperimentConfig ?? {},
      steps,
    },
    problems,
  };
}

function loadSteps(
  list: readonly unknown[],
  at: string,
  branch: LoadedStep['branch'],
  problems: PipelineProblem[],
): LoadedStep[] {
  return list.flatMap((raw, i) => {
    const place = `${at}[${i}]`;
    const parsed = z.safeParse(stepSchema, raw, { reportInput: true });
    if (!parsed.success) {
      const name: unknown = isRecord(raw) ? raw['Name'] : undefined;
      const step = typeof name === 'string' && name !== '' ? name : undefined;
      problems.push(
        ...problemsOf(parsed.error.issues, raw, { quoteValues: true }).map(({ field, got, expected }) => ({
          step,
          path: step === undefined ? `${place}.${field}` : field,
          got,
          expected,
        })),
      );
      return [];
    }
    const step: LoadedStep = { ...parsed.data, place, branch };
    return [step, ...nestedSteps(step, problems)];
  });
}

function nestedSteps(step: LoadedStep, problems: PipelineProblem[]): LoadedStep[] {
  if (step.Type !== 'Condition') return [];
  return branchSides.flatMap((side) => {
    const inner = step.Arguments[side] ?? [];
    const path = `Arguments.${side}`;
    if (!Array.isArray(inner)) {
      problems.push({ step: step.Name, path, got: typeof inner, expected: 'an array of steps' });
      return [];
    }
    return loadSteps(inner, `${step.place}.${path}`, { of: step.Name, side }, problems);
  });
}
