import * as datasets from './routes/datasets.ts';
import * as inference from './routes/inference.ts';
import * as models from './routes/models.ts';
import * as monitoring from './routes/monitoring.ts';
import * as platform from './routes/platform.ts';
import * as predictions from './routes/predictions.ts';
import * as retraining from './routes/retraining.ts';

/** Every operation of the HTTP API by its operation id. Names and paths stay; operations and fields are only added. */
export const api = {
  ...predictions,
  ...inference,
  ...models,
  ...retraining,
  ...datasets,
  ...monitoring,
  ...platform,
} as const;
export type Api = typeof api;
export type OperationId = keyof Api;
