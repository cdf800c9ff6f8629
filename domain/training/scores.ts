import * as z from 'zod/mini';
import type { LabelledTable } from '../dataset/labelled.ts';
import { parseWith } from '../validation/parse.ts';
import { trainingFiles } from './evaluation.ts';

/** P(positive) of each held-out row, in their order, by the SHA-256 of the network that said so. */
const scoresSchema = z.record(
  z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  z.array(z.number().check(z.minimum(0), z.maximum(1))),
);

/** @param scores content of scores.json; undefined where the model is scored here. @throws InvalidInputError */
export const scoredBy = (holdout: LabelledTable, scores: unknown): LabelledTable =>
  scores === undefined
    ? holdout
    : { ...holdout, scores: parseWith(scoresSchema, scores, trainingFiles.scores) };
