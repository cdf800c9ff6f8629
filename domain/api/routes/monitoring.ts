import * as z from 'zod/mini';
import { numberText, pageQuery, ulidText, useCaseQuery } from '../fields.ts';
import { route } from '../route.ts';
import {
  alarmListSchema,
  checkRequestSchema,
  coverageSchema,
  driftCheckSchema,
  driftTimelineSchema,
  driftWindowDetailSchema,
  driftWindowListSchema,
  fairnessSchema,
  qualityCheckSchema,
  qualityWindowListSchema,
  trafficSchema,
} from '../schemas/monitoring.ts';

const common = { method: 'GET', scope: 'reader', tag: 'Monitoring', problems: [404] } as const;
const params = z.strictObject({ windowId: ulidText });
const one = z.strictObject(useCaseQuery);
const list = z.strictObject(pageQuery);

export const listDriftWindows = route({
  ...common,
  path: '/monitoring/drift',
  summary: 'Lists judged windows, the latest first',
  query: list,
  answers: { 200: driftWindowListSchema },
});
export const getDriftTimeline = route({
  ...common,
  path: '/monitoring/drift/timeline',
  summary: 'Gives the drift of each feature over the latest windows',
  query: z.strictObject({ ...useCaseQuery, windows: z._default(z.optional(numberText(1, 60)), 30) }),
  answers: { 200: driftTimelineSchema },
});
export const getDriftWindow = route({
  ...common,
  path: '/monitoring/drift/{windowId}',
  summary: 'Shows one window with its whole report',
  params,
  query: one,
  answers: { 200: driftWindowDetailSchema },
});
export const getDriftPage = route({
  ...common,
  path: '/monitoring/drift/{windowId}/page',
  summary: "Shows one window's report as a page",
  params,
  query: one,
  answers: { 200: 'html' },
});
export const listQualityWindows = route({
  ...common,
  path: '/monitoring/quality',
  summary: 'Lists what confirmed diagnoses said, the latest window first',
  query: list,
  answers: { 200: qualityWindowListSchema },
});
export const listAlarms = route({
  ...common,
  path: '/monitoring/alarms',
  summary: 'Lists what needs somebody now, each with its section of the runbook',
  query: one,
  answers: { 200: alarmListSchema },
});
const daysField = z._default(z.optional(numberText(1, 60)), 14);
export const getCoverage = route({
  ...common,
  path: '/monitoring/coverage',
  summary: 'Tells how many predictions of each day have a confirmed diagnosis',
  query: z.strictObject({ ...useCaseQuery, days: daysField }),
  answers: { 200: coverageSchema },
});
export const getTraffic = route({
  ...common,
  path: '/monitoring/traffic',
  summary: 'Counts predictions by hour',
  query: z.strictObject({ ...useCaseQuery, hours: z._default(z.optional(numberText(1, 72)), 24) }),
  answers: { 200: trafficSchema },
});
export const getFairness = route({
  ...common,
  path: '/monitoring/fairness',
  summary: 'Tells how the version in service does in each group',
  query: one,
  answers: { 200: fairnessSchema },
});

const check = {
  method: 'POST',
  scope: 'clinician',
  tag: 'Monitoring',
  problems: [404, 409],
  body: checkRequestSchema,
} as const;
export const checkDrift = route({
  ...check,
  path: '/monitoring/drift/check',
  summary: 'Judges the predictions since the last window now',
  answers: { 200: driftCheckSchema },
});
export const checkQuality = route({
  ...check,
  path: '/monitoring/quality/check',
  summary: 'Judges the confirmed diagnoses since the last window now',
  answers: { 200: qualityCheckSchema },
});
