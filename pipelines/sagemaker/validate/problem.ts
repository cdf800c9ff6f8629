import { InvalidInputError } from '../../../domain/validation/parse.ts';

/** One thing that SageMaker would refuse, or that could not run: in which step, where in it, and what was expected. */
export interface PipelineProblem {
  /** Undefined for what is wrong outside of steps. */
  readonly step: string | undefined;
  /** Within the step (`Arguments.OutputDataConfig.S3OutputPath`), or within the definition. */
  readonly path: string;
  readonly got: string;
  readonly expected: string;
}

export const describePipelineProblem = ({ step, path, got, expected }: PipelineProblem): string =>
  `${fieldOf(step, path)}: got ${got}, expected ${expected}`;

const fieldOf = (step: string | undefined, path: string): string =>
  step === undefined ? path : `step ${step}, ${path}`;

/** All problems as one error. @param what names the definition for the reader. */
export const problemsError = (what: string, problems: readonly PipelineProblem[]): InvalidInputError =>
  new InvalidInputError(
    what,
    problems.map(({ step, path, got, expected }) => ({ field: fieldOf(step, path), got, expected })),
  );

/** A value in a message: short, and quoted where it is a text. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const text = JSON.stringify(value);
    return text.length <= 80 ? text : 'an object';
  }
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
