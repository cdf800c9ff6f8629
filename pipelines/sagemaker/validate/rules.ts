import { isRecord, functionOf } from '../value.ts';
import type { LoadedParameter, LoadedPipeline, LoadedStep, StepType } from './load.ts';
import { shown, type PipelineProblem } from './problem.ts';

/** Rules that hold beyond references and arguments. */
export const ruleProblems = (pipeline: LoadedPipeline): PipelineProblem[] => [
  ...repeated(pipeline.parameters.map(({ Name }) => Name)).map((name): PipelineProblem => ({
    step: undefined,
    path: 'Parameters',
    got: `${shown(name)} more than once`,
    expected: 'each name once',
  })),
  ...pipeline.parameters.flatMap(parameterProblems),
  ...repeated(pipeline.steps.map(({ Name }) => Name)).map((name): PipelineProblem => ({
    step: name,
    path: 'Name',
    got: pipeline.steps
      .filter(({ Name }) => Name === name)
      .map(({ place }) => place)
      .join(' and '),
    expected: 'a name that no other step has, in branches too',
  })),
  ...pipeline.steps.flatMap((step) => [
    ...propertyFileRules(step),
    ...retryRules(step),
    ...cacheRules(step),
    ...conditionRules(step),
    ...lambdaRules(step),
  ]),
];

const repeated = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, i) => names.indexOf(name) !== i)),
];

function parameterProblems({ Name, Type, DefaultValue, EnumValues }: LoadedParameter): PipelineProblem[] {
  const path = `Parameters.${Name}.DefaultValue`;
  if (DefaultValue === undefined) return [];
  const fits = parameterFits(Type, DefaultValue);
  if (!fits)
    return [{ step: undefined, path, got: shown(DefaultValue), expected: `a value of type ${Type}` }];
  if (EnumValues && !EnumValues.some((value) => value === DefaultValue))
    return [{ step: undefined, path, got: shown(DefaultValue), expected: `one of ${EnumValues.join(', ')}` }];
  return [];
}

export function parameterFits(type: LoadedParameter['Type'], value: unknown): boolean {
  if (type === 'String') return typeof value === 'string';
  if (type === 'Boolean') return typeof value === 'boolean';
  return type === 'Integer' ? Number.isInteger(value) : typeof value === 'number';
}

function propertyFileRules(step: LoadedStep): PipelineProblem[] {
  const config = step.Arguments['ProcessingOutputConfig'];
  const list = isRecord(config) ? config['Outputs'] : undefined;
  const outputs = Array.isArray(list)
    ? list.map((one: unknown) => (isRecord(one) ? one['OutputName'] : ''))
    : [];
  return step.PropertyFiles.flatMap(({ OutputName }, i) =>
    outputs.includes(OutputName)
      ? []
      : [
          {
            step: step.Name,
            path: `PropertyFiles[${i}].OutputName`,
            got: shown(OutputName),
            expected: `one of the step's outputs ${outputs.map(String).join(', ') || '(none)'}`,
          },
        ],
  );
}

const ofTheApi = ['Step.SERVICE_FAULT', 'Step.THROTTLING'];
const ofJobs = ['SageMaker.JOB_INTERNAL_ERROR', 'SageMaker.CAPACITY_ERROR', 'SageMaker.RESOURCE_LIMIT'];
const jobTypes: readonly StepType[] = [
  'Processing',
  'Training',
  'Tuning',
  'Transform',
  'AutoML',
  'QualityCheck',
  'ClarifyCheck',
];

function retryRules(step: LoadedStep): PipelineProblem[] {
  const allowed = jobTypes.includes(step.Type) ? [...ofTheApi, ...ofJobs] : ofTheApi;
  return step.RetryPolicies.flatMap((policy, i) => {
    const path = `RetryPolicies[${i}]`;
    const unknown = policy.ExceptionType.flatMap((name, j) =>
      allowed.includes(name)
        ? []
        : [
            {
              step: step.Name,
              path: `${path}.ExceptionType[${j}]`,
              got: shown(name),
              expected: `one of ${allowed.join(', ')} for a step of type ${step.Type}`,
            },
          ],
    );
    const both = policy.MaxAttempts !== undefined && policy.ExpireAfterMin !== undefined;
    return both
      ? [
          ...unknown,
          {
            step: step.Name,
            path,
            got: 'MaxAttempts and ExpireAfterMin',
            expected: 'one of the two',
          },
        ]
      : unknown;
  });
}

const notCached: readonly StepType[] = ['Condition', 'Fail', 'RegisterModel', 'Model'];

function cacheRules(step: LoadedStep): PipelineProblem[] {
  if (step.CacheConfig && notCached.includes(step.Type))
    return [
      {
        step: step.Name,
        path: 'CacheConfig',
        got: `a cache on a step of type ${step.Type}`,
        expected: 'none: only steps that run something can be cached',
      },
    ];
  return [];
}

function lambdaRules(step: LoadedStep): PipelineProblem[] {
  if (step.Type !== 'Lambda') return [];
  const arn = step.FunctionArn;
  const fits =
    functionOf(arn) !== undefined ||
    (typeof arn === 'string' && /^arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:/.test(arn));
  return fits
    ? []
    : [{ step: step.Name, path: 'FunctionArn', got: shown(arn), expected: 'the ARN of a Lambda function' }];
}

const comparisons = ['Equals', 'GreaterThan', 'GreaterThanOrEqualTo', 'LessThan', 'LessThanOrEqualTo'];

function conditionRules(step: LoadedStep): PipelineProblem[] {
  if (step.Type !== 'Condition') return [];
  const problems: PipelineProblem[] = [];
  const report = (path: string, got: unknown, expected: string) =>
    problems.push({ step: step.Name, path, got: shown(got), expected });
  if (step.branch)
    report(
      'Type',
      'Condition',
      `a step of another type: it stands in ${step.branch.side} of ${step.branch.of}, and conditions do not nest`,
    );
  const conditions = step.Arguments['Conditions'];
  if (Array.isArray(conditions) && conditions.length > 0)
    conditions.forEach((one: unknown, i) => checkCondition(one, `Arguments.Conditions[${i}]`, report));
  else report('Arguments.Conditions', conditions, 'an array of at least one condition');
  return problems;
}

function checkCondition(
  condition: unknown,
  path: string,
  report: (path: string, got: unknown, expected: string) => void,
): void {
  if (!isRecord(condition)) {
    report(path, condition, 'a condition');
    return;
  }
  const { Type: type } = condition;
  const wants = (field: string): void => {
    if (condition[field] === undefined)
      report(`${path}.${field}`, undefined, `a value, as ${String(type)} needs one`);
  };
  if (typeof type === 'string' && comparisons.includes(type)) {
    wants('LeftValue');
    wants('RightValue');
  } else if (type === 'In') {
    wants('QueryValue');
    if (!Array.isArray(condition['Values']))
      report(`${path}.Values`, condition['Values'], 'an array of values');
  } else if (type === 'Not')
    checkCondition(condition['Condition'] ?? condition['Expression'], `${path}.Condition`, report);
  else if (type === 'Or' && Array.isArray(condition['Conditions']))
    condition['Conditions'].forEach((one: unknown, i) =>
      checkCondition(one, `${path}.Conditions[${i}]`, report),
    );
  else report(`${path}.Type`, type, `one of ${[...comparisons, 'In', 'Not', 'Or'].join(', ')}`);
}
