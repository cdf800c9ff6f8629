import type { Clock, Ids, RecordStore } from '../../domain/ports.ts';
import { ConditionFailedError } from '../../domain/ports.ts';
import { auditWrite } from '../../domain/records/audit.ts';
import { parseRecord } from '../../domain/records/typed.ts';
import { checkPredictionId, predictionKey, predictionRecord } from '../../domain/serving/captured.ts';
import { confirmed, diagnosisOf } from '../../domain/serving/diagnosis.ts';
import { predictionSchema, type Prediction } from '../../domain/serving/prediction.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { conflict, notFound } from '../edge/problem.ts';

export interface ConfirmPorts {
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface Confirmation {
  readonly id: string;
  /** 0, 1, or the class by value or label. */
  readonly diagnosis: unknown;
  /** Replaces an earlier, different diagnosis. */
  readonly correct: boolean;
  readonly by: string;
}

/** The answer: the prediction's fate, without features and patient. */
export interface Confirmed {
  readonly id: string;
  readonly useCase: string;
  readonly modelVersion: number;
  readonly prediction: 0 | 1;
  readonly diagnosis: 0 | 1;
  readonly diagnosisLabel: string;
  readonly status: Prediction['status'];
  readonly confirmedAt: string;
  readonly confirmedBy: string;
}

/** Two people may confirm at one moment: the second looks again. A third time is trouble that the caller should see. */
const attempts = 3;

/**
 * Confirms one prediction, together with its audit entry. The same diagnosis again changes nothing.
 * @throws InvalidInputError for an id or diagnosis of another form; HttpProblem 404 for an unknown id, 409 for another
 * diagnosis than the one noted, unless it is meant as a correction.
 */
export async function confirmDiagnosis(
  ports: ConfirmPorts,
  useCase: UseCase,
  confirmation: Confirmation,
): Promise<Confirmed> {
  const { id, by, correct } = confirmation;
  checkPredictionId(id);
  const diagnosis = diagnosisOf(useCase.data.target, confirmation.diagnosis);
  for (let attempt = 1; ; attempt += 1) {
    const found = await ports.records.get(predictionKey(useCase.name, id));
    if (!found) throw unknownPrediction(useCase.name);
    const prediction = parseRecord(found, predictionSchema);
    if (prediction.diagnosis === diagnosis) return answerOf(prediction, useCase);
    if (prediction.diagnosis !== undefined && !correct) throw alreadyConfirmed(useCase, prediction.diagnosis);
    const next = confirmed(prediction, { diagnosis, by, at: ports.clock.now().toISOString() });
    const audit = auditWrite(
      { useCase: useCase.name, actor: by, action: 'confirm-diagnosis', subject: id, reason: next.status },
      ports,
    );
    const record = predictionRecord(next, found.expiresAt);
    try {
      await ports.records.write([{ op: 'put', record, condition: { version: found.version } }, audit]);
      return answerOf(next, useCase);
    } catch (error) {
      if (!(error instanceof ConditionFailedError) || attempt === attempts) throw error;
    }
  }
}

const unknownPrediction = (useCase: string) =>
  notFound(`no prediction of ${useCase} has this id; it may have been erased`, {
    field: 'id',
    got: 'an id that no prediction has',
    expected: `the id of a prediction of ${useCase}`,
  });

const alreadyConfirmed = (useCase: UseCase, noted: 0 | 1) =>
  conflict('the prediction was confirmed with another diagnosis; send "correct": true to replace it', {
    field: 'diagnosis',
    got: 'another diagnosis than the one noted',
    expected: `${labelOf(useCase, noted)}, or "correct": true`,
  });

const labelOf = ({ data: { target } }: UseCase, diagnosis: 0 | 1): string =>
  (diagnosis === 1 ? target.positive : target.negative).label;

function answerOf(prediction: Prediction, useCase: UseCase): Confirmed {
  const diagnosis = prediction.diagnosis ?? 0;
  return {
    id: prediction.id,
    useCase: useCase.name,
    modelVersion: prediction.modelVersion,
    prediction: prediction.prediction,
    diagnosis,
    diagnosisLabel: labelOf(useCase, diagnosis),
    status: prediction.status,
    confirmedAt: prediction.confirmedAt ?? '',
    confirmedBy: prediction.confirmedBy ?? '',
  };
}
