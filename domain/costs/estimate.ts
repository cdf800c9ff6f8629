import type { UseCase } from '../usecase/schema.ts';
import { listPrices as price } from './prices.ts';

export interface Usage {
  /** Of the month so far. */
  readonly predictions: number;
  readonly trainings: number;
}

export interface CostItem {
  readonly name: string;
  readonly usd: number;
}
export interface UseCaseCost extends Usage {
  readonly useCase: string;
  readonly totalUsd: number;
  readonly usdPer1000Predictions: number;
  readonly usdPerTraining: number;
  readonly items: readonly CostItem[];
}

/** A prediction of 30 features is a record of 1.4 KB in three places: itself and two indexes, two units each. */
const writeUnits = 6;
/** The switch and the serving pointer. */
const readUnits = 2;
/** 512 MiB for 15 ms. */
const predictGbSeconds = 0.5 * 0.015;
const recordGb = 4.2e-6;
/** States of a retraining that deploys, with a few rounds of waiting. */
const transitions = 40;
/** Preprocessing, training and evaluation, with their start-up; a light model trains in a function for seconds. */
const jobHours = 0.4;
const lightGbSeconds = 60;

/** What one prediction costs: the API's request, the function, the records. */
export const usdPerPrediction: number =
  price.httpApiRequest +
  price.lambdaRequest +
  predictGbSeconds * price.lambdaGbSecond +
  writeUnits * price.dynamoWriteUnit +
  readUnits * price.dynamoReadUnit;

const usdPerTraining = ({ model }: UseCase): number =>
  transitions * (price.statesTransition + price.lambdaRequest) +
  (model.algorithm === 'logistic-regression'
    ? lightGbSeconds * price.lambdaGbSecond
    : jobHours * price.trainingHour);

/** What a use case's month has cost so far, by usage; what stands idle is in `modelkeep cost`. */
export function estimateCost(useCase: UseCase, usage: Usage): UseCaseCost {
  const perTraining = usdPerTraining(useCase);
  const items: CostItem[] = [
    { name: 'Predictions', usd: usage.predictions * usdPerPrediction },
    { name: 'Trainings', usd: usage.trainings * perTraining },
    { name: 'Stored predictions', usd: usage.predictions * recordGb * price.dynamoGbMonth },
  ];
  return {
    useCase: useCase.name,
    ...usage,
    totalUsd: items.reduce((sum, { usd }) => sum + usd, 0),
    usdPer1000Predictions: 1000 * usdPerPrediction,
    usdPerTraining: perTraining,
    items,
  };
}
