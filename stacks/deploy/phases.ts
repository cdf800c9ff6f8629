/** The order in which the stacks of an environment come up; they go down the other way round. */
export const phases = [
  'bootstrap',
  'foundation',
  'images',
  'training',
  'retraining',
  'serving',
  'monitoring',
  'console',
  'identity',
  'api',
  'workbench',
] as const;
export type Phase = (typeof phases)[number];

export interface StackOfPhase {
  readonly id: string;
  readonly phase: Phase;
}

/**
 * @param ids of all stacks of the environment, such as `dev-serving-breast-cancer`.
 * @returns the phases that there are, each with its stacks, which do not need each other.
 * @throws Error for a stack of no phase: it would never be deployed.
 */
export function inPhases(environment: string, ids: readonly string[]): readonly (readonly StackOfPhase[])[] {
  const stacks = ids.map((id): StackOfPhase => {
    const phase = phases.find(
      (one) => id === `${environment}-${one}` || id.startsWith(`${environment}-${one}-`),
    );
    if (phase === undefined)
      throw new Error(`stack ${id}: got no phase, expected one of ${phases.join(', ')} in its name`);
    return { id, phase };
  });
  return phases
    .map((phase) => stacks.filter((stack) => stack.phase === phase))
    .filter((together) => together.length > 0);
}

/** A part of a deployment: from one phase on, up to and with another. Both ends are open where nothing is said. */
export interface PhaseRange {
  readonly from?: Phase | undefined;
  readonly until?: Phase | undefined;
}

export const isWithin = (phase: Phase, { from, until }: PhaseRange): boolean =>
  (from === undefined || phases.indexOf(phase) >= phases.indexOf(from)) &&
  (until === undefined || phases.indexOf(phase) <= phases.indexOf(until));
