import * as z from 'zod/mini';

/** When people and the retraining were last told of what is wrong with this version, and in which window. */
export const raisedSchema = z.object({ windowId: z.string(), at: z.string() });
export type Raised = z.output<typeof raisedSchema>;
