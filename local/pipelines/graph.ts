import { inOrder, predecessors } from '../../pipelines/sagemaker/order.ts';
import type { LoadedPipeline, LoadedStep } from '../../pipelines/sagemaker/validate/load.ts';
import { validPipeline } from '../../pipelines/sagemaker/validate/validate.ts';
import { functionOf, isRecord } from '../../pipelines/sagemaker/value.ts';
import { listAt, textAt, valueAt } from './property.ts';

/** A step as `pipeline show` tells it. */
export interface GraphStep {
  readonly name: string;
  readonly type: string;
  readonly after: readonly string[];
  /** `if` or `else` of a condition. */
  readonly branch?: { readonly of: string; readonly side: 'if' | 'else' };
  /** Image, condition, group or reason, in words. */
  readonly what: string;
  readonly cached: boolean;
}

export interface PipelineGraph {
  readonly parameters: readonly {
    readonly name: string;
    readonly type: string;
    readonly default?: string | number | boolean;
  }[];
  readonly steps: readonly GraphStep[];
}

/** @throws InvalidInputError for a definition that is not valid. */
export function graphOf(definition: unknown, what: string): PipelineGraph {
  const pipeline = validPipeline(definition, what);
  const before = predecessors(pipeline);
  const ordered = (level: readonly LoadedStep[]): GraphStep[] =>
    (inOrder(level, before) ?? level).flatMap((step) => [
      graphStep(step, before),
      ...(['IfSteps', 'ElseSteps'] as const).flatMap((side) => ordered(branchOf(pipeline, step, side))),
    ]);
  return {
    parameters: pipeline.parameters.map(({ Name, Type, DefaultValue }) => ({
      name: Name,
      type: Type,
      ...(DefaultValue === undefined ? {} : { default: DefaultValue }),
    })),
    steps: ordered(pipeline.steps.filter(({ branch }) => !branch)),
  };
}

const branchOf = (pipeline: LoadedPipeline, step: LoadedStep, side: 'IfSteps' | 'ElseSteps') =>
  pipeline.steps.filter(({ branch }) => branch?.of === step.Name && branch.side === side);

const graphStep = (step: LoadedStep, before: ReadonlyMap<string, readonly string[]>): GraphStep => ({
  name: step.Name,
  type: step.Type,
  after: before.get(step.Name) ?? [],
  ...(step.branch
    ? { branch: { of: step.branch.of, side: step.branch.side === 'IfSteps' ? 'if' : 'else' } }
    : {}),
  what: whatOf(step),
  cached: step.CacheConfig?.Enabled ?? false,
});

function whatOf({ Type: type, Arguments: args, FunctionArn: arn }: LoadedStep): string {
  switch (type) {
    case 'Processing':
      return textAt(args, 'AppSpecification', 'ImageUri') ?? '';
    case 'Training':
      return textAt(args, 'AlgorithmSpecification', 'TrainingImage') ?? '';
    case 'Tuning':
      return textAt(args, 'TrainingJobDefinition', 'AlgorithmSpecification', 'TrainingImage') ?? '';
    case 'Condition':
      return listAt(args, 'Conditions').map(conditionWords).join(' and ');
    case 'RegisterModel':
      return valueWords(args['ModelPackageGroupName']);
    case 'Fail':
      return valueWords(args['ErrorMessage']);
    case 'Lambda':
      return valueWords(arn);
    default:
      return '';
  }
}

const signs: Readonly<Record<string, string>> = {
  Equals: '=',
  GreaterThan: '>',
  GreaterThanOrEqualTo: '>=',
  LessThan: '<',
  LessThanOrEqualTo: '<=',
};

function conditionWords(condition: unknown): string {
  const at = (key: string) => valueAt(condition, [key]);
  const type = textAt(condition, 'Type') ?? '';
  if (type === 'Not') return `not (${conditionWords(at('Condition') ?? at('Expression'))})`;
  if (type === 'Or') return `(${listAt(condition, 'Conditions').map(conditionWords).join(' or ')})`;
  if (type === 'In')
    return `${valueWords(at('QueryValue'))} in ${listAt(condition, 'Values').map(valueWords).join(', ')}`;
  return `${valueWords(at('LeftValue'))} ${signs[type] ?? type} ${valueWords(at('RightValue'))}`;
}

/** A value as text, what a run fills in as `{…}`. */
function valueWords(value: unknown): string {
  const called = functionOf(value);
  if (called?.kind === 'Get') return `{${String(called.body)}}`;
  if (called?.kind === 'Std:Join')
    return listAt(called.body, 'Values')
      .map(valueWords)
      .join(textAt(called.body, 'On') ?? '');
  if (called?.kind === 'Std:JsonGet' && isRecord(called.body)) {
    const file = textAt(called.body, 'PropertyFile', 'Get')?.split('.');
    return `${file?.[1] ?? '?'}.${textAt(called.body, 'Path') ?? ''}`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
