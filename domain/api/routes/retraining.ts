import * as z from 'zod/mini';
import { executionNameText, numberText, pageQuery, useCaseQuery } from '../fields.ts';
import { route } from '../route.ts';
import {
  executionDetailSchema,
  executionListSchema,
  executionStateSchema,
  retrainRequestSchema,
  startedSchema,
  startTrainingRequestSchema,
  trainingDetailSchema,
  trainingListSchema,
} from '../schemas/retraining.ts';

const params = z.strictObject({ name: executionNameText });
const oneState = z.strictObject({ name: executionNameText, state: numberText(1, 999_999) });
const one = z.strictObject(useCaseQuery);

export const retrain = route({
  method: 'POST',
  path: '/retrain',
  scope: 'approver',
  tag: 'Retraining',
  summary: 'Starts a retraining',
  body: retrainRequestSchema,
  answers: { 202: startedSchema },
  idempotent: true,
  problems: [404],
});
export const startTraining = route({
  method: 'POST',
  path: '/training/start',
  scope: 'approver',
  tag: 'Training',
  summary: 'Trains a version: the first one, or a retraining by hand',
  body: startTrainingRequestSchema,
  answers: { 202: startedSchema },
  idempotent: true,
  problems: [404],
});
export const listTrainings = route({
  method: 'GET',
  path: '/training',
  scope: 'reader',
  tag: 'Training',
  summary: 'Lists trainings, the latest start first',
  query: z.strictObject(pageQuery),
  answers: { 200: trainingListSchema },
  problems: [404],
});
export const getTraining = route({
  method: 'GET',
  path: '/training/{name}',
  scope: 'reader',
  tag: 'Training',
  summary: 'Shows one training with its steps, log and metrics',
  params,
  query: one,
  answers: { 200: trainingDetailSchema },
  problems: [404],
});
export const listExecutions = route({
  method: 'GET',
  path: '/executions',
  scope: 'reader',
  tag: 'Retraining',
  summary: 'Lists retrainings, the latest start first',
  query: z.strictObject(pageQuery),
  answers: { 200: executionListSchema },
  problems: [404],
});
export const getExecution = route({
  method: 'GET',
  path: '/executions/{name}',
  scope: 'reader',
  tag: 'Retraining',
  summary: 'Shows one retraining with the states it went through',
  params,
  query: one,
  answers: { 200: executionDetailSchema },
  problems: [404],
});
export const getExecutionState = route({
  method: 'GET',
  path: '/executions/{name}/states/{state}',
  scope: 'reader',
  tag: 'Retraining',
  summary: 'Shows what one state of a retraining was given, and how it failed',
  params: oneState,
  query: one,
  answers: { 200: executionStateSchema },
  problems: [404],
});
