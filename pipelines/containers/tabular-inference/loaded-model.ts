import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseModel } from '../../../domain/model/portable-model.ts';
import { compileScorer, rankContributions, type NamedContribution } from '../../../domain/model/scorer.ts';
import type { Score } from '../../../domain/model/score/score.ts';
import { compileRowCheck } from './check-rows.ts';
import { inTurn } from './in-turn.ts';
import type { RawRow } from './read-rows.ts';

/** What is said of one row. */
export interface RowAnswer {
  readonly prediction: 0 | 1;
  readonly label: string;
  readonly probability: number;
  /** Shapley values, the largest effect first: base and contributions add up to what `explains` says. */
  readonly explanation?: {
    readonly explains: 'log-odds' | 'probability';
    readonly base: number;
    readonly contributions: readonly NamedContribution[];
  };
}

/** A model that is ready to answer. */
export interface LoadedModel {
  readonly featureNames: readonly string[];
  readonly about: {
    readonly kind: string;
    readonly trainedAt: string;
    readonly dataHash: string;
    readonly targetNames: readonly [string, string];
  };
  /** @throws HttpProblem 400 for a bad row: then none is scored. */
  answer(rows: readonly RawRow[], explain: boolean): Promise<RowAnswer[]>;
}

/** The portable model of a model folder, and the file that it is in: what the Assemble step wrote, or Train. */
const modelFile = 'model.json';

/** @throws InvalidInputError for a file that is no model; Node's error where there is none. */
export async function loadModel(folder: string): Promise<LoadedModel> {
  const file = path.join(folder, modelFile);
  const model = parseModel(await readFile(file, 'utf8'), file);
  const scorer = compileScorer(model);
  const check = compileRowCheck(model.features);
  const [negative, positive] = model.targetNames;
  const answerOf = ({ prediction, probability }: Score): RowAnswer => ({
    prediction,
    label: prediction === 1 ? positive : negative,
    probability,
  });
  const answerOne = (vector: Float64Array, explain: boolean): RowAnswer => {
    if (!explain) return answerOf(scorer.score(vector));
    const said = scorer.explain(vector);
    return {
      ...answerOf(said),
      explanation: {
        explains: scorer.explains,
        base: said.base,
        contributions: rankContributions(scorer.featureNames, said.contributions),
      },
    };
  };
  return {
    featureNames: scorer.featureNames,
    about: {
      kind: model.kind,
      trainedAt: model.trainedAt,
      dataHash: model.dataHash,
      targetNames: [negative, positive],
    },
    async answer(rows, explain) {
      return inTurn(await check(rows), (vector) => answerOne(vector, explain));
    },
  };
}
