import * as z from 'zod/mini';
import { pageQuery, useCaseQuery, versionText } from '../fields.ts';
import { route } from '../route.ts';
import {
  comparisonSchema,
  decisionRequestSchema,
  decisionSchema,
  deploymentSchema,
  modelCardSchema,
  modelDetailSchema,
  modelListSchema,
  reasonedRequestSchema,
} from '../schemas/models.ts';

const tag = 'Models';
const params = z.strictObject({ version: versionText });

export const listModels = route({
  method: 'GET',
  path: '/models',
  scope: 'reader',
  tag,
  summary: 'Lists the registered versions, the newest first',
  query: z.strictObject(pageQuery),
  answers: { 200: modelListSchema },
  problems: [404],
});
export const getModel = route({
  method: 'GET',
  path: '/models/{version}',
  scope: 'reader',
  tag,
  summary: 'Shows one version with its evaluation',
  params,
  query: z.strictObject(useCaseQuery),
  answers: { 200: modelDetailSchema },
  problems: [404],
});
export const compareModels = route({
  method: 'GET',
  path: '/models/compare',
  scope: 'reader',
  tag,
  summary: 'Puts two versions side by side',
  query: z.strictObject({ ...useCaseQuery, left: versionText, right: versionText }),
  answers: { 200: comparisonSchema },
  problems: [404],
});
export const getModelCard = route({
  method: 'GET',
  path: '/models/{version}/card',
  scope: 'reader',
  tag,
  summary: 'Gives the model card as Markdown',
  params,
  query: z.strictObject(useCaseQuery),
  answers: { 200: modelCardSchema },
  problems: [404],
});
export const approveModel = route({
  method: 'POST',
  path: '/models/{version}/approve',
  scope: 'approver',
  tag,
  summary: 'Approves a version that waits for a decision',
  params,
  body: decisionRequestSchema,
  answers: { 200: decisionSchema },
  problems: [404, 409],
});
export const rejectModel = route({
  method: 'POST',
  path: '/models/{version}/reject',
  scope: 'approver',
  tag,
  summary: 'Rejects a version that waits for a decision',
  params,
  body: reasonedRequestSchema,
  answers: { 200: decisionSchema },
  problems: [404, 409],
});
export const deployModel = route({
  method: 'POST',
  path: '/models/{version}/deploy',
  scope: 'approver',
  tag,
  summary: 'Puts an approved or earlier version into service',
  params,
  body: reasonedRequestSchema,
  answers: { 200: deploymentSchema },
  idempotent: true,
  problems: [404, 409, 422],
});
export const rollBackModel = route({
  method: 'POST',
  path: '/models/{version}/rollback',
  scope: 'approver',
  tag,
  summary: 'Takes this version out of service: what served before serves again',
  params,
  body: reasonedRequestSchema,
  answers: { 200: deploymentSchema },
  idempotent: true,
  problems: [404, 409, 422],
});
