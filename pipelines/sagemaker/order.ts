import { parseReference } from './reference.ts';
import type { LoadedPipeline, LoadedStep } from './validate/load.ts';
import { referencesOf } from './validate/references.ts';

/**
 * Which steps have to end before a step starts: those it names in DependsOn, those whose properties it reads, and for a
 * condition also those that its branches read, since it decides only when they can run.
 */
export function predecessors(pipeline: LoadedPipeline): ReadonlyMap<string, readonly string[]> {
  const names = new Set(pipeline.steps.map(({ Name }) => Name));
  return new Map(
    pipeline.steps.map((step) => [
      step.Name,
      [...new Set([step, ...inBranches(pipeline, step)].flatMap((one) => needs(one)))].filter(
        (name) => names.has(name) && !isInside(pipeline, name, step),
      ),
    ]),
  );
}

const needs = (step: LoadedStep): string[] => [
  ...step.DependsOn,
  ...referencesOf(step).flatMap(({ text }) => {
    const reference = parseReference(text);
    return reference?.of === 'Steps' ? [reference.step] : [];
  }),
];

const inBranches = (pipeline: LoadedPipeline, condition: LoadedStep): readonly LoadedStep[] =>
  condition.Type === 'Condition' ? pipeline.steps.filter(({ branch }) => branch?.of === condition.Name) : [];

const isInside = (pipeline: LoadedPipeline, name: string, condition: LoadedStep): boolean =>
  inBranches(pipeline, condition).some(({ Name }) => Name === name);

/** The steps of one level (the top, or a branch) so that each stands after those it needs; undefined where they go in circles. */
export function inOrder(
  level: readonly LoadedStep[],
  before: ReadonlyMap<string, readonly string[]>,
): readonly LoadedStep[] | undefined {
  const here = new Set(level.map(({ Name }) => Name));
  const done = new Set<string>();
  const ordered: LoadedStep[] = [];
  while (ordered.length < level.length) {
    const next = level.find(
      ({ Name }) =>
        !done.has(Name) && (before.get(Name) ?? []).every((name) => !here.has(name) || done.has(name)),
    );
    if (!next) return undefined;
    done.add(next.Name);
    ordered.push(next);
  }
  return ordered;
}

/** A circle of steps, first one again last; undefined where there is none. */
export function findCycle(before: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const finished = new Set<string>();
  const visit = (name: string, trail: readonly string[]): readonly string[] | undefined => {
    const seen = trail.indexOf(name);
    if (seen >= 0) return [...trail.slice(seen), name];
    if (finished.has(name)) return undefined;
    for (const next of before.get(name) ?? []) {
      const found = visit(next, [...trail, name]);
      if (found) return found;
    }
    finished.add(name);
    return undefined;
  };
  for (const name of before.keys()) {
    const found = visit(name, []);
    if (found) return found;
  }
  return undefined;
}
