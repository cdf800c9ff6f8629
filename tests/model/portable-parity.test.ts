import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseModel } from '../../domain/model/portable-model.ts';
import { compileScorer, vectorOf } from '../../domain/model/scorer.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { medicationAdherence } from '../../usecases/medication-adherence.ts';
import { pythonOrSkip } from '../support/python.ts';
import { diabeticCsvOrSkip } from './diabetic.ts';
import { wisconsinCsv } from './wisconsin.ts';

interface Answer {
  readonly model: string;
  readonly rows: (number | string | null)[][];
  readonly report: { readonly rowsKept: number; readonly rowsExcluded: Record<string, number> };
  readonly probabilities: number[];
  /** Of XGBoost alone. */
  readonly margins?: number[];
  readonly contributions?: number[][];
}

const python = pythonOrSkip('tabular');
const diabeticCsv = diabeticCsvOrSkip();
const container = path.join(import.meta.dirname, '../../pipelines/containers/tabular');
const algorithms = ['logistic-regression', 'svm', 'random-forest', 'xgboost'] as const;
const wisconsin = { csv: wisconsinCsv, usecase: breastCancer };
const cases = [
  ...algorithms.map((algorithm) => ({
    name: `${algorithm}, Wisconsin`,
    algorithm,
    ...wisconsin,
    missing: 0,
  })),
  ...algorithms.map((algorithm) => ({
    name: `${algorithm}, Wisconsin with a tenth of the cells missing`,
    algorithm,
    ...wisconsin,
    missing: 0.1,
  })),
  ...algorithms.flatMap((algorithm) =>
    diabeticCsv === undefined
      ? []
      : [
          {
            name: `${algorithm}, diabetes`,
            algorithm,
            csv: diabeticCsv,
            usecase: medicationAdherence,
            missing: 0,
          },
        ],
  ),
].map((each) => ({
  ...each,
  hyperparameters:
    each.algorithm === 'svm' ? { components: each.usecase === breastCancer ? 2 : 10, C: 1 } : {},
}));

(python ? describe : describe.skip)('portable models score as the libraries that trained them', () => {
  let answers: Answer[];
  beforeAll(() => {
    const stdout = execFileSync(python!, [path.join(import.meta.dirname, 'portable_reference.py')], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      maxBuffer: 256 * 2 ** 20,
      env: { ...process.env, PYTHONPATH: container },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    answers = JSON.parse(stdout) as Answer[];
  }, 180_000);

  const prepared = (name: string) => {
    const answer = answers[cases.findIndex((each) => each.name === name)]!;
    const model = parseModel(answer.model, name);
    const vectors = answer.rows.map((row) => vectorOf(model, row));
    return { answer, model, vectors, scorer: compileScorer(model) };
  };

  test.each(cases.map(({ name, algorithm }) => [name, algorithm] as const))(
    '%s: every row',
    (name, algorithm) => {
      const { answer, model, vectors, scorer } = prepared(name);
      expect(model.kind).toBe(algorithm);
      const gaps = vectors.map((v, i) => Math.abs(scorer.score(v).probability - answer.probabilities[i]!));
      // Printed only: what else runs on the machine counts too. `npm run bench -- kinds` measures.
      const passes = [1, 2, 3, 4, 5].map(() => {
        const before = process.cpuUsage();
        for (const vector of vectors) scorer.score(vector);
        const { user, system } = process.cpuUsage(before);
        return (user + system) / vectors.length;
      });
      const microseconds = Math.min(...passes);
      console.log(
        `${name}: ${vectors.length} rows, largest gap ${Math.max(...gaps).toExponential(1)}, ` +
          `${microseconds.toFixed(1)} us a row, file ${Math.round(answer.model.length / 1024)} KiB`,
      );
      expect(Math.max(...gaps)).toBeLessThan(algorithm === 'xgboost' ? 1e-5 : 1e-6);
    },
  );

  test.each(cases.map(({ name }) => name))(
    '%s: base and contributions add up to what is explained',
    (name) => {
      const { vectors, scorer } = prepared(name);
      for (const vector of vectors.slice(0, 40)) {
        const { base, contributions, probability, logOdds } = scorer.explain(vector);
        const sum = contributions.reduce((total, c) => total + c, base);
        const explained = scorer.explains === 'probability' ? probability : logOdds;
        // XGBoost adds up in 32 bits.
        expect(Math.abs(sum - explained)).toBeLessThan(1e-5);
        expect(probability).toBeCloseTo(scorer.score(vector).probability, 12);
      }
    },
  );

  test.each(cases.filter(({ algorithm }) => algorithm === 'xgboost').map(({ name }) => name))(
    '%s: explanations equal pred_contribs, for every row',
    (name) => {
      const { answer, vectors, scorer } = prepared(name);
      let gap = 0;
      vectors.forEach((vector, i) => {
        const { base, contributions, logOdds } = scorer.explain(vector);
        const theirs = answer.contributions![i]!;
        gap = Math.max(gap, Math.abs(base - theirs.at(-1)!), Math.abs(logOdds - answer.margins![i]!));
        contributions.forEach((value, j) => {
          gap = Math.max(gap, Math.abs(value - theirs[j]!));
        });
      });
      console.log(`${name}: largest gap to pred_contribs ${gap.toExponential(1)}`);
      expect(gap).toBeLessThan(1e-4);
    },
  );
});
