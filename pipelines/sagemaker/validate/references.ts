import { parsePath, parseReference, referencesIn, type FoundReference } from '../reference.ts';
import { executionVariables, functionOf, isRecord } from '../value.ts';
import type { LoadedPipeline, LoadedStep } from './load.ts';
import { shown, type PipelineProblem } from './problem.ts';
import { propertyProblem } from './properties.ts';

/** References of a step, those of steps nested in it left out. */
export const referencesOf = (step: LoadedStep): FoundReference[] => [
  ...referencesIn(step.Arguments, 'Arguments', ['Arguments.IfSteps', 'Arguments.ElseSteps']),
  ...Object.entries(step)
    .filter(([key]) => !['Arguments', 'place', 'branch'].includes(key))
    .flatMap(([key, value]) => referencesIn(value, key)),
];

/** References to what does not exist, or does not exist yet, and functions that are not written as such. */
export function referenceProblems(pipeline: LoadedPipeline): PipelineProblem[] {
  const outside = referencesIn(pipeline.experiment, 'PipelineExperimentConfig').flatMap((found) =>
    wrong(undefined, found, pipeline),
  );
  return [
    ...outside,
    ...pipeline.steps.flatMap((step) => [
      ...malformedFunctions(step.Arguments, 'Arguments').map((problem) => ({ step: step.Name, ...problem })),
      ...referencesOf(step).flatMap((found) => wrong(step, found, pipeline)),
      ...step.DependsOn.flatMap((name, i) => dependency(step, name, i, pipeline)),
    ]),
  ];
}

function dependency(step: LoadedStep, name: string, i: number, pipeline: LoadedPipeline): PipelineProblem[] {
  const path = `DependsOn[${i}]`;
  const target = pipeline.steps.find(({ Name }) => Name === name);
  if (!target)
    return [{ step: step.Name, path, got: shown(name), expected: `one of the steps ${namesOf(pipeline)}` }];
  return unreachable(step, target, path);
}

function wrong(
  step: LoadedStep | undefined,
  { path, text, jsonPath }: FoundReference,
  pipeline: LoadedPipeline,
): PipelineProblem[] {
  const problem = (expected: string): PipelineProblem[] => [
    { step: step?.Name, path, got: shown(text), expected },
  ];
  const reference = parseReference(text);
  if (!reference) return problem('Parameters.<name>, Execution.<variable> or Steps.<name>.<property>');
  if (reference.of === 'Parameters') {
    const names = pipeline.parameters.map(({ Name }) => Name);
    return names.includes(reference.name)
      ? []
      : problem(`one of the parameters ${names.join(', ') || '(none)'}`);
  }
  if (reference.of === 'Execution')
    return executionVariables.some((name) => name === reference.name)
      ? []
      : problem(`Execution. with one of ${executionVariables.join(', ')}`);
  const target = pipeline.steps.find(({ Name }) => Name === reference.step);
  if (!target) return problem(`one of the steps ${namesOf(pipeline)}`);
  if (step && target.Name === step.Name)
    return problem('another step: a step has its properties only when it has ended');
  const expected = propertyProblem(target, reference.path, jsonPath !== undefined);
  if (expected !== undefined) return problem(expected);
  if (jsonPath !== undefined && (jsonPath.startsWith('$') || !parsePath(jsonPath)))
    return [
      {
        step: step?.Name,
        path: path.replace(/PropertyFile\.Get$/, 'Path'),
        got: shown(jsonPath),
        expected: 'a path such as metrics.auc.value, without $.',
      },
    ];
  return step ? unreachable(step, target, path) : [];
}

/** A step of a branch runs only where its condition went that way: nobody outside of the branch can count on it. */
function unreachable(step: LoadedStep, target: LoadedStep, path: string): PipelineProblem[] {
  if (!target.branch) return [];
  const { of, side } = target.branch;
  if (step.branch?.of === of && step.branch.side === side) return [];
  return [
    {
      step: step.Name,
      path,
      got: `step ${target.Name}, which runs only in ${side} of ${of}`,
      expected: 'a step that always runs before this one',
    },
  ];
}

function malformedFunctions(value: unknown, path: string): Omit<PipelineProblem, 'step'>[] {
  if (path === 'Arguments.IfSteps' || path === 'Arguments.ElseSteps') return [];
  if (Array.isArray(value)) return value.flatMap((item, i) => malformedFunctions(item, `${path}[${i}]`));
  if (!isRecord(value)) return [];
  const called = functionOf(value);
  const inner = Object.entries(value).flatMap(([key, item]) => malformedFunctions(item, `${path}.${key}`));
  if (called?.kind === 'Std:Join') {
    const fits =
      isRecord(called.body) && typeof called.body['On'] === 'string' && Array.isArray(called.body['Values']);
    return fits
      ? inner
      : [{ path, got: shown(value), expected: '{"Std:Join": {"On": text, "Values": array}}' }];
  }
  if (called?.kind === 'Std:JsonGet') {
    const { body } = called;
    const fits =
      isRecord(body) &&
      typeof body['Path'] === 'string' &&
      (isRecord(body['PropertyFile']) || 'S3Uri' in body);
    const expected =
      '{"Std:JsonGet": {"PropertyFile": {"Get": "Steps.<name>.PropertyFiles.<file>"}, "Path": text}}';
    return fits ? inner : [{ path, got: shown(value), expected }];
  }
  const stray = Object.keys(value).find((key) => key.startsWith('Std:'));
  return stray === undefined || called
    ? inner
    : [
        {
          path: `${path}.${stray}`,
          got: 'an unknown function',
          expected: 'Std:Join or Std:JsonGet alone in its object',
        },
      ];
}

const namesOf = (pipeline: LoadedPipeline): string => pipeline.steps.map(({ Name }) => Name).join(', ');
