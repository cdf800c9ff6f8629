import * as z from 'zod/mini';

/** Which version of a use case answers, and the deployment in progress, if any: one record, changed by conditional writes. */
export const servingStateSchema = z.object({
  useCase: z.string(),
  live: z.nullable(z.object({ version: z.number(), modelKey: z.string(), since: z.string() })),
  /** What served before `live`, for a rollback. */
  previous: z.nullable(z.object({ version: z.number(), modelKey: z.string() })),
  deployment: z.nullable(
    z.object({
      deploymentId: z.string(),
      version: z.number(),
      startedAt: z.string(),
      status: z.enum(['InProgress', 'Healthy', 'Unhealthy', 'RolledBack']),
      reason: z.optional(z.string()),
      /** Of an endpoint: the configuration that it had before; null where there was no endpoint. */
      replacedConfiguration: z.optional(z.nullable(z.string())),
    }),
  ),
  /** Highest lock generation that has acted here; lower ones are refused. */
  generation: z.number(),
});
export type ServingState = z.output<typeof servingStateSchema>;
