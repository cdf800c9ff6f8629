import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { classificationMetrics } from '../../domain/model/metrics.ts';
import { parseModel } from '../../domain/model/portable-model.ts';
import { rocAuc } from '../../domain/model/roc.ts';
import type { Score } from '../../domain/model/score/score.ts';
import { compileScorer, vectorOf } from '../../domain/model/scorer.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { medicationAdherence } from '../../usecases/medication-adherence.ts';
import { pythonOrSkip } from '../support/python.ts';
import { diabeticCsvOrSkip } from './diabetic.ts';
import { wisconsinCsv } from './wisconsin.ts';

interface Fold {
  readonly model: string;
  readonly rows: (number | string | null)[][];
  readonly labels: number[];
  /** What the library says, used directly: labels of the SVM, P(positive) of XGBoost. */
  readonly direct: number[];
  readonly patientsShared: number;
}
interface Trained {
  readonly folds: Fold[];
  readonly report: {
    readonly rowsRead: number;
    readonly rowsKept: number;
    readonly rowsSetAside: number;
    readonly rowsExcluded: Readonly<Record<string, number>>;
    readonly columns: { readonly features: string[]; readonly notLearnedFrom: string[] };
  };
}

const python = pythonOrSkip('tabular');
const diabeticCsv = diabeticCsvOrSkip();

/** P(positive) of a fold's test rows by the platform's own scorer, from the model's file. */
function scored(fold: Fold): number[] {
  return scores(fold).map(({ probability }) => probability);
}
function scores({ model: text, rows }: Fold): Score[] {
  const model = parseModel(text);
  const scorer = compileScorer(model);
  return rows.map((row) => scorer.score(vectorOf(model, row)));
}
const predictions = (fold: Fold): number[] => scores(fold).map(({ prediction }) => prediction);
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

(python ? describe : describe.skip)('what the tabular container trains, by five folds', () => {
  let answer: { readonly wisconsin: Trained; readonly diabetes: Trained | null };
  beforeAll(() => {
    const stdout = execFileSync(python!, [path.join(import.meta.dirname, 'folds_reference.py')], {
      input: JSON.stringify({
        wisconsin: { csv: wisconsinCsv, usecase: breastCancer },
        diabetes: diabeticCsv === undefined ? null : { csv: diabeticCsv, usecase: medicationAdherence },
      }),
      encoding: 'utf8',
      maxBuffer: 128 * 2 ** 20,
      env: {
        ...process.env,
        PYTHONPATH: path.join(import.meta.dirname, '../../pipelines/containers/tabular'),
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    answer = JSON.parse(stdout) as typeof answer;
  }, 180_000);

  test("the SVM pipeline reaches scikit-learn's accuracy on the Wisconsin table, 0.9525", () => {
    const { folds } = answer.wisconsin;
    const ours = mean(folds.map((fold) => classificationMetrics(fold.labels, predictions(fold)).accuracy!));
    const direct = mean(folds.map((fold) => classificationMetrics(fold.labels, fold.direct).accuracy!));
    console.log(
      `SVM on 2 components, 5 folds: accuracy ${ours.toFixed(4)}, scikit-learn ${direct.toFixed(4)}`,
    );
    expect(direct).toBeCloseTo(0.9525, 3);
    expect(Math.abs(ours - 0.9525)).toBeLessThan(0.005);
  });

  (diabeticCsv === undefined ? describe.skip : describe)('XGBoost on the diabetic sample', () => {
    test('ROC-AUC by patient-grouped folds is at most 0.005 under XGBoost used directly', () => {
      const { folds } = answer.diabetes!;
      const ours = mean(folds.map((fold) => rocAuc(fold.labels, scored(fold))!));
      const direct = mean(folds.map((fold) => rocAuc(fold.labels, fold.direct)!));
      console.log(
        `30-day readmission, 5 patient-grouped folds: ROC-AUC ${ours.toFixed(4)}, XGBoost directly ${direct.toFixed(4)}`,
      );
      expect(ours).toBeGreaterThanOrEqual(direct - 0.005);
      expect(ours).toBeGreaterThan(0.55);
      expect(folds.map(({ patientsShared }) => patientsShared)).toEqual([0, 0, 0, 0, 0]);
    });

    test('nothing that tells the outcome or names a patient is learned from', () => {
      const { folds, report } = answer.diabetes!;
      expect(report.columns.notLearnedFrom).toEqual(
        expect.arrayContaining(['encounter_id', 'patient_nbr', 'race']),
      );
      for (const fold of folds) {
        const names = parseModel(fold.model).features.map(({ name }) => name);
        expect(names).toEqual(report.columns.features);
        for (const leak of ['encounter_id', 'patient_nbr', 'readmitted']) expect(names).not.toContain(leak);
      }
      // A model that had seen the outcome would not be this far from certain.
      expect(mean(folds.map((fold) => rocAuc(fold.labels, scored(fold))!))).toBeLessThan(0.8);
    });

    test('encounters that ended in death or hospice are left out, counted and said', () => {
      const { report } = answer.diabetes!;
      expect(report.rowsExcluded).toEqual({ 'died or went to hospice care': 45 });
      expect(report).toMatchObject({ rowsRead: 2_500, rowsKept: 2_455, rowsSetAside: 0 });
    });
  });
});
