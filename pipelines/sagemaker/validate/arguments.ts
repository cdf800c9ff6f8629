import { functionOf, isRecord } from '../value.ts';
import { parseReference } from '../reference.ts';
import type { LoadedParameter, LoadedStep } from './load.ts';
import { shown, type PipelineProblem } from './problem.ts';
import { shapeNamed, shapesOfStep, type Shape } from './shapes.ts';

/** Arguments that SageMaker wants and the pipeline gives itself: each job's own name. */
const namedByThePipeline = new Set([
  'ProcessingJobName',
  'TrainingJobName',
  'HyperParameterTuningJobName',
  'TransformJobName',
  'ModelName',
]);

/** What AWS would refuse in the arguments of a step: fields it lacks or does not know, types, ranges, choices. */
export function argumentProblems(
  step: LoadedStep,
  parameters: readonly LoadedParameter[],
): readonly PipelineProblem[] {
  if (step.Type === 'Fail') return failProblems(step);
  const shapes = shapesOfStep(step.Type);
  if (!shapes) return [];
  const types = new Map(parameters.map(({ Name, Type }) => [Name, Type]));
  const { required = [] } = shapes.arguments;
  const arguments_: Shape = {
    ...shapes.arguments,
    required: required.filter((name) => !namedByThePipeline.has(name)),
  };
  const problems: PipelineProblem[] = [];
  walk(step.Arguments, arguments_, 'Arguments', {
    types,
    report: (path, got, expected) => problems.push({ step: step.Name, path, got, expected }),
  });
  return problems;
}

function failProblems({ Name, Arguments }: LoadedStep): PipelineProblem[] {
  const reason = Arguments['ErrorMessage'];
  if (typeof reason === 'string' || functionOf(reason)) return [];
  return [
    { step: Name, path: 'Arguments.ErrorMessage', got: shown(reason), expected: 'a text that says why' },
  ];
}

interface Walk {
  readonly types: ReadonlyMap<string, LoadedParameter['Type']>;
  report(path: string, got: string, expected: string): void;
}

function walk(value: unknown, shape: Shape, path: string, to: Walk): void {
  const called = functionOf(value);
  if (called) {
    walkFunction(called, shape, path, to);
    return;
  }
  switch (shape.type) {
    case 'structure': {
      walkStructure(value, shape, path, to);
      return;
    }
    case 'list': {
      walkList(value, shape, path, to);
      return;
    }
    case 'map': {
      walkMap(value, shape, path, to);
      return;
    }
    default: {
      walkScalar(value, shape, path, to);
      return;
    }
  }
}

function walkStructure(value: unknown, shape: Shape, path: string, to: Walk): void {
  const members = shape.members ?? {};
  if (!isRecord(value)) {
    to.report(path, shown(value), `an object with ${Object.keys(members).join(', ')}`);
    return;
  }
  for (const name of shape.required ?? []) {
    const inner = members[name];
    if (value[name] === undefined && inner !== undefined)
      to.report(`${path}.${name}`, 'nothing', `${kindOf(shapeNamed(inner))} (required)`);
  }
  for (const [name, inner] of Object.entries(value)) {
    const at = members[name];
    if (at === undefined) {
      to.report(`${path}.${name}`, 'an unknown field', `one of ${Object.keys(members).join(', ')}`);
    } else walk(inner, shapeNamed(at), `${path}.${name}`, to);
  }
}

function walkList(value: unknown, shape: Shape, path: string, to: Walk): void {
  if (!Array.isArray(value)) {
    to.report(path, shown(value), 'an array');
    return;
  }
  checkSize(value.length, shape, path, 'items', to);
  value.forEach((item, i) => walk(item, shapeNamed(shape.member ?? ''), `${path}[${i}]`, to));
}

function walkMap(value: unknown, shape: Shape, path: string, to: Walk): void {
  if (!isRecord(value)) {
    to.report(path, shown(value), 'an object of names and values');
    return;
  }
  checkSize(Object.keys(value).length, shape, path, 'entries', to);
  for (const [key, inner] of Object.entries(value)) {
    walk(key, shapeNamed(shape.key ?? ''), `${path}.${key}`, to);
    walk(inner, shapeNamed(shape.value ?? ''), `${path}.${key}`, to);
  }
}

function walkScalar(value: unknown, shape: Shape, path: string, to: Walk): void {
  const fits = {
    string: typeof value === 'string',
    boolean: typeof value === 'boolean',
    integer: Number.isInteger(value),
    long: Number.isInteger(value),
    float: typeof value === 'number',
    double: typeof value === 'number',
    timestamp: typeof value === 'string' || typeof value === 'number',
  }[shape.type];
  if (fits === false) {
    to.report(path, shown(value), kindOf(shape));
    return;
  }
  if (typeof value === 'number') checkRange(value, shape, path, to);
  if (typeof value !== 'string') return;
  if (shape.enum && !shape.enum.includes(value)) {
    to.report(path, shown(value), `one of ${shape.enum.join(', ')}`);
    return;
  }
  checkSize(value.length, shape, path, 'characters', to);
  if (shape.pattern !== undefined && wholly(shape.pattern)?.test(value) === false)
    to.report(path, shown(value), `a text that fits ${shape.pattern}`);
}

/** Patterns of the API are Java's and hold for the whole text; one that JavaScript does not know is not checked. */
function wholly(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su');
  } catch {
    return undefined;
  }
}

function checkRange(value: number, { min, max }: Shape, path: string, to: Walk): void {
  if (min !== undefined && value < min) to.report(path, String(value), `at least ${min}`);
  if (max !== undefined && value > max) to.report(path, String(value), `at most ${max}`);
}

function checkSize(size: number, { min, max }: Shape, path: string, unit: string, to: Walk): void {
  if (min !== undefined && size < min) to.report(path, `${size} ${unit}`, `at least ${min}`);
  if (max !== undefined && size > max) to.report(path, `${size} ${unit}`, `at most ${max}`);
}

/** The type that each kind of parameter may stand for; a number in the place of a text is refused when the pipeline runs. */
const takes: Readonly<Record<LoadedParameter['Type'], readonly string[]>> = {
  String: ['string', 'timestamp'],
  Integer: ['integer', 'long', 'float', 'double'],
  Float: ['float', 'double'],
  Boolean: ['boolean'],
};

function walkFunction(
  { kind, body }: NonNullable<ReturnType<typeof functionOf>>,
  shape: Shape,
  path: string,
  to: Walk,
): void {
  const scalar = !['structure', 'list', 'map'].includes(shape.type);
  if (kind === 'Std:Join' && shape.type !== 'string') {
    to.report(path, 'a Std:Join, which makes a text', kindOf(shape));
    return;
  }
  if (!scalar) {
    if (kind === 'Std:JsonGet') to.report(path, 'a Std:JsonGet', kindOf(shape));
    return;
  }
  if (kind !== 'Get') return;
  const reference = typeof body === 'string' ? parseReference(body) : undefined;
  const type = reference?.of === 'Parameters' ? to.types.get(reference.name) : undefined;
  if (type === undefined || takes[type].includes(shape.type)) return;
  const advice = shape.type === 'string' ? ' (a Std:Join with an empty On makes a text of a number)' : '';
  to.report(path, `a parameter of type ${type}`, `${kindOf(shape)}${advice}`);
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
  long: 'a whole number',
  float: 'a number',
  double: 'a number',
  structure: 'an object',
  list: 'an array',
  map: 'an object',
};
const kindOf = (shape: Shape): string => kinds[shape.type] ?? shape.type;
