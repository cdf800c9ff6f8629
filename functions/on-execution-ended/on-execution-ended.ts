import * as z from 'zod/mini';
import { errorInWords, outcomeReasons } from '../../domain/retraining/outcome-reasons.ts';
import { outcomeNameSchema, type OutcomeName } from '../../domain/retraining/outcome.ts';
import { payloadSchema, type RetrainingPayload } from '../../domain/retraining/payload.ts';
import { hasDeployed, tidyExecution, type TidyPorts } from '../../domain/retraining/tidy-execution.ts';
import { parseWith } from '../../domain/validation/parse.ts';

const text = z.optional(z.nullable(z.string()));
const endedSchema = z.object({
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.object({
    name: z.string(),
    status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
    /** JSON text; left out by Step Functions where it is longer than 248 KiB. */
    input: text,
    output: text,
    error: text,
    cause: text,
  }),
});
const ownInputSchema = z.object({ executionName: z.string(), useCase: z.string() });

type Ended = z.output<typeof endedSchema>['detail'];

/**
 * Tidies up after an execution, however it ended: where it has done all of that itself, nothing happens. For an execution
 * that was aborted or timed out, or whose last states failed, this is the way out.
 * @throws InvalidInputError where the event is not a status change.
 */
export async function onExecutionEnded(ports: TidyPorts, event: unknown): Promise<void> {
  const { detail } = parseWith(endedSchema, event, 'event');
  if (detail.status === 'RUNNING' || detail.status === 'PENDING_REDRIVE') return;
  const input = z.safeParse(ownInputSchema, jsonOf(detail.input));
  // Not started by start-retraining: somebody tried the machine by hand with an input of their own.
  if (!input.success || input.data.executionName !== detail.name) return;
  const { useCase, executionName } = input.data;
  const payload = z.safeParse(payloadSchema, jsonOf(detail.output));
  const deployed = await hasDeployed(ports.records, { useCase, executionName });
  await tidyExecution(ports, {
    useCase,
    executionName,
    ...howItEnded(detail, payload.success ? payload.data : undefined, deployed),
    ...(payload.success && payload.data.evaluation ? { evaluation: payload.data.evaluation } : {}),
  });
}

function howItEnded(
  { status, error, cause }: Ended,
  payload: RetrainingPayload | undefined,
  deployed: boolean,
): { readonly outcome: OutcomeName; readonly reasons: readonly string[] } {
  const why = error ? [errorInWords({ Error: error, Cause: cause ?? undefined })] : [];
  if (payload?.outcome) return { outcome: payload.outcome.name, reasons: outcomeReasons(payload) };
  if (deployed) return { outcome: 'Deployed', reasons: why };
  if (status === 'TIMED_OUT')
    return { outcome: 'TimedOut', reasons: ['the execution was ended from outside: it timed out', ...why] };
  if (status === 'ABORTED')
    return { outcome: 'Aborted', reasons: ['the execution was ended from outside', ...why] };
  // The Fail state carries the outcome's name; anything else is a defect of the definition (States.Runtime).
  const named = z.safeParse(outcomeNameSchema, error);
  return { outcome: named.success ? named.data : 'Aborted', reasons: why };
}

function jsonOf(value: string | null | undefined): unknown {
  try {
    return value ? JSON.parse(value) : undefined;
  } catch {
    return undefined;
  }
}
