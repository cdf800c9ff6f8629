import type { UseCase } from '../usecase/schema.ts';
import { InvalidInputError } from '../validation/parse.ts';
import type { Prediction } from './prediction.ts';

/**
 * What it really was: 1 for the positive class, 0 for the negative one.
 * @param given 0, 1, or the class as the data writes it or people call it.
 * @throws InvalidInputError that names `diagnosis`.
 */
export function diagnosisOf(target: UseCase['data']['target'], given: unknown): 0 | 1 {
  const { positive, negative } = target;
  if (given === 1 || given === positive.value || given === positive.label) return 1;
  if (given === 0 || given === negative.value || given === negative.label) return 0;
  const allowed = [...new Set([negative.value, positive.value, negative.label, positive.label])];
  throw new InvalidInputError('request', [
    {
      field: 'diagnosis',
      got: given === undefined ? 'nothing' : `another ${given === null ? 'value' : typeof given}`,
      expected: `0, 1, ${allowed.join(', ')}`,
    },
  ]);
}

/** The prediction with what a clinician found; Corrected where the model was wrong. */
export const confirmed = (
  prediction: Prediction,
  found: { readonly diagnosis: 0 | 1; readonly by: string; readonly at: string },
): Prediction => ({
  ...prediction,
  status: found.diagnosis === prediction.prediction ? 'Confirmed' : 'Corrected',
  diagnosis: found.diagnosis,
  confirmedAt: found.at,
  confirmedBy: found.by,
});
