import { longestDefinition } from '../definition.ts';
import { findCycle, predecessors } from '../order.ts';
import { argumentProblems } from './arguments.ts';
import { loadPipeline, type LoadedPipeline } from './load.ts';
import { problemsError, type PipelineProblem } from './problem.ts';
import { referenceProblems } from './references.ts';
import { ruleProblems } from './rules.ts';

/**
 * Everything that is wrong with a pipeline definition (parsed JSON), found before AWS finds it: form, names, references,
 * circles, property files, arguments that the API would refuse. Empty for a definition that can run.
 */
export function validatePipeline(json: unknown): readonly PipelineProblem[] {
  const { pipeline, problems } = loadPipeline(json);
  if (!pipeline) return problems;
  // Where a step could not be read, whoever refers to it would be blamed too.
  if (problems.length > 0) return problems;
  return [
    ...sizeProblems(json),
    ...ruleProblems(pipeline),
    ...referenceProblems(pipeline),
    ...cycleProblems(pipeline),
    ...pipeline.steps.flatMap((step) => argumentProblems(step, pipeline.parameters)),
  ];
}

/** @throws InvalidInputError with every problem. @param what names the definition for the reader. */
export function validPipeline(json: unknown, what: string): LoadedPipeline {
  const problems = validatePipeline(json);
  const { pipeline } = loadPipeline(json);
  if (problems.length > 0 || !pipeline) throw problemsError(what, problems);
  return pipeline;
}

function sizeProblems(json: unknown): PipelineProblem[] {
  const { length } = JSON.stringify(json);
  return length <= longestDefinition
    ? []
    : [
        {
          step: undefined,
          path: '(root)',
          got: `${length} characters`,
          expected: `at most ${longestDefinition}; keep code and tables in S3`,
        },
      ];
}

function cycleProblems(pipeline: LoadedPipeline): PipelineProblem[] {
  const cycle = findCycle(predecessors(pipeline));
  if (!cycle) return [];
  const [name] = cycle;
  return [
    {
      step: name,
      path: 'DependsOn and references',
      got: `a circle: ${cycle.join(' needs ')}`,
      expected: 'steps that can run one after the other',
    },
  ];
}
