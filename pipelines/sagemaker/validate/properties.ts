import { isRecord } from '../value.ts';
import type { LoadedStep } from './load.ts';
import { shapeNamed, shapesOfStep, type Shape } from './shapes.ts';

type Path = readonly (string | number)[];

/** Properties of steps that are no call of SageMaker's API. */
const ownProperties: Readonly<Record<string, readonly string[]>> = {
  Condition: ['Outcome'],
  Fail: ['ErrorMessage'],
  QualityCheck: [
    'CalculatedBaselineConstraints',
    'CalculatedBaselineStatistics',
    'BaselineUsedForDriftCheckConstraints',
    'BaselineUsedForDriftCheckStatistics',
  ],
  ClarifyCheck: ['CalculatedBaselineConstraints', 'BaselineUsedForDriftCheckConstraints'],
};

/**
 * What was expected where a step has no such property; undefined where it has.
 * @param asFile whether a `Std:JsonGet` reads it: then it has to be a property file, and else it must not be one.
 */
export function propertyProblem(step: LoadedStep, path: Path, asFile: boolean): string | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return `a property of ${step.Name}`;
  if (asFile || first === 'PropertyFiles') return propertyFileProblem(step, path, asFile);
  if (step.Type === 'Lambda' || step.Type === 'Callback') {
    const names = step.OutputParameters.map(({ OutputName }) => OutputName);
    return first === 'OutputParameters' && rest.length === 1 && names.includes(String(rest[0]))
      ? undefined
      : `OutputParameters['<name>'] with one of the outputs ${names.join(', ') || '(none)'} of ${step.Name}`;
  }
  const own = ownProperties[step.Type];
  if (own) return own.includes(String(first)) ? undefined : `one of ${own.join(', ')} of ${step.Name}`;
  const shapes = shapesOfStep(step.Type);
  return shapes && below(shapes.properties, path, step, step.Arguments, step.Name);
}

function propertyFileProblem(step: LoadedStep, path: Path, asFile: boolean): string | undefined {
  const names = step.PropertyFiles.map(({ PropertyFileName }) => PropertyFileName);
  if (!asFile) return 'a property; a property file is read by Std:JsonGet';
  if (step.Type !== 'Processing')
    return `a property file of a Processing step (${step.Name} is ${step.Type})`;
  if (path.length === 2 && path[0] === 'PropertyFiles' && names.includes(String(path[1]))) return undefined;
  const declared = names.join(', ') || 'none';
  return `a property file that ${step.Name} declares under PropertyFiles (declared: ${declared})`;
}

/** Walks shape and arguments together: outputs and channels are named by whoever wrote the step. */
function below(
  shape: Shape,
  path: Path,
  step: LoadedStep,
  value: unknown,
  where: string,
): string | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return undefined;
  if (shape.type === 'structure') {
    const members = shape.members ?? {};
    const inner = members[String(key)];
    if (inner === undefined) return `one of ${Object.keys(members).join(', ')} of ${where}`;
    const next = isRecord(value) ? value[String(key)] : undefined;
    return below(shapeNamed(inner), rest, step, next, `${where}.${String(key)}`);
  }
  if (shape.type === 'list') {
    const names = Array.isArray(value) ? value.map(nameIn) : undefined;
    const known = names?.filter((name) => name !== undefined) ?? [];
    if (typeof key === 'string' && names && !known.includes(key))
      return `one of the names ${known.join(', ') || '(none)'} of ${where}`;
    if (typeof key === 'number' && names && key >= names.length)
      return `an index below ${names.length} of ${where}`;
    const item: unknown = Array.isArray(value)
      ? value[typeof key === 'number' ? key : known.indexOf(key)]
      : undefined;
    return below(shapeNamed(shape.member ?? ''), rest, step, item, `${where}['${key}']`);
  }
  if (shape.type === 'map') {
    const next = isRecord(value) ? value[String(key)] : undefined;
    return below(shapeNamed(shape.value ?? ''), rest, step, next, `${where}.${String(key)}`);
  }
  return `${where} alone: it is a ${shape.type}`;
}

/** The field by which a list's items are told apart. */
function nameIn(item: unknown): string | undefined {
  if (!isRecord(item)) return undefined;
  const name = item['OutputName'] ?? item['InputName'] ?? item['ChannelName'] ?? item['MetricName'];
  return typeof name === 'string' ? name : undefined;
}
