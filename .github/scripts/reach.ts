import { inPhases, type Phase } from '../../stacks/deploy/phases.ts';

/** How far a review reaches. */
export interface Reach {
  /** The last phase of which, and of all before it, every stack was planned. */
  readonly until: Phase;
  /** All of them were. */
  readonly complete: boolean;
  /** What comes before the images' contents, so that they are there when the rest is made. */
  readonly beforeImages: Phase;
  /** The first phase after that which was planned; undefined where there is none yet. */
  readonly afterImages: Phase | undefined;
}

/** The phases in which the repositories of images are made, and what they stand on. */
const underImages = new Set<string>(['bootstrap', 'foundation', 'images']);

/**
 * A new environment cannot be planned whole: its states' bucket must be there before the foundation is planned, and the
 * foundation's outputs before the rest. What was planned is deployed as it was reviewed, and then the next round plans on.
 * @param ids of all stacks of the environment.
 * @param planned ids of those that have a digest.
 * @throws Error where not even the first phase was planned.
 */
export function reachOf(environment: string, ids: readonly string[], planned: ReadonlySet<string>): Reach {
  const phases = inPhases(environment, ids);
  const whole = phases.findIndex((stacks) => stacks.some(({ id }) => !planned.has(id)));
  const reached = (whole < 0 ? phases : phases.slice(0, whole)).flatMap(([first]) => first?.phase ?? []);
  const until = reached.at(-1);
  if (until === undefined)
    throw new Error(`${environment}: got no plan of its first phase, expected one; see the log of the plan`);
  const before = reached.filter((phase) => underImages.has(phase));
  return {
    until,
    complete: whole < 0,
    beforeImages: before.at(-1) ?? until,
    afterImages: reached.find((phase) => !underImages.has(phase)),
  };
}
