import * as z from 'zod/mini';
import { pageQuery, ulidText, useCaseField, useCaseQuery } from '../fields.ts';
import { route } from '../route.ts';
import {
  auditListSchema,
  costsSchema,
  eventListSchema,
  healthSchema,
  meSchema,
  statusSchema,
  switchRequestSchema,
  switchSchema,
  useCaseListSchema,
  useCaseSchema,
} from '../schemas/platform.ts';

const tag = 'Platform';
const params = z.strictObject({ useCase: useCaseField });
const one = z.strictObject(useCaseQuery);
const nothing = z.strictObject({});

export const getHealth = route({
  method: 'GET',
  path: '/health',
  scope: 'public',
  tag,
  summary: 'Tells whether the platform can answer',
  query: nothing,
  answers: { 200: healthSchema },
});
export const getOpenApi = route({
  method: 'GET',
  path: '/openapi.json',
  scope: 'public',
  tag,
  summary: 'Gives this document',
  query: nothing,
  answers: { 200: z.record(z.string(), z.unknown()) },
});
export const getStatus = route({
  method: 'GET',
  path: '/status',
  scope: 'reader',
  tag,
  summary: 'Tells of each use case whether it runs, what serves it, how it drifts and what is going on',
  query: one,
  answers: { 200: statusSchema },
  problems: [404],
});
export const listUseCases = route({
  method: 'GET',
  path: '/use-cases',
  scope: 'reader',
  tag,
  summary: 'Lists the use cases',
  query: nothing,
  answers: { 200: useCaseListSchema },
});
export const getUseCase = route({
  method: 'GET',
  path: '/use-cases/{useCase}',
  scope: 'reader',
  tag,
  summary: 'Shows how a use case is defined',
  params,
  query: nothing,
  answers: { 200: useCaseSchema },
  problems: [404],
});
export const pauseUseCase = route({
  method: 'POST',
  path: '/use-cases/{useCase}/pause',
  scope: 'admin',
  tag,
  summary: 'Stops serving and retraining of a use case',
  params,
  body: switchRequestSchema,
  answers: { 200: switchSchema },
  problems: [404, 409],
});
export const resumeUseCase = route({
  method: 'POST',
  path: '/use-cases/{useCase}/resume',
  scope: 'admin',
  tag,
  summary: 'Lets a use case be served and retrained again',
  params,
  body: switchRequestSchema,
  answers: { 200: switchSchema },
  problems: [404, 409],
});
export const getMe = route({
  method: 'GET',
  path: '/me',
  scope: 'reader',
  tag,
  summary: 'Tells who is signed in and what they may do',
  query: nothing,
  answers: { 200: meSchema },
});
export const getCosts = route({
  method: 'GET',
  path: '/costs',
  scope: 'reader',
  tag,
  summary: "Estimates this month's cost by list prices",
  query: one,
  answers: { 200: costsSchema },
  problems: [404],
});
export const listEvents = route({
  method: 'GET',
  path: '/events',
  scope: 'reader',
  tag,
  summary:
    'Lists what changed since an event; streams them where the platform can (Accept: text/event-stream)',
  query: z.strictObject({ ...useCaseQuery, after: z.optional(ulidText) }),
  answers: { 200: eventListSchema },
  problems: [404],
});
export const listAudit = route({
  method: 'GET',
  path: '/audit',
  scope: 'admin',
  tag,
  summary: 'Lists who did and read what, the latest first',
  query: z.strictObject(pageQuery),
  answers: { 200: auditListSchema },
  problems: [404],
});
