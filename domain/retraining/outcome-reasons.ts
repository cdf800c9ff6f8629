import type { OutcomeName } from './outcome.ts';
import type { RetrainingPayload } from './payload.ts';

const maxCauseCharacters = 300;

/** Why an execution ended as it did, in sentences for people. Holds figures of models, never a value of a row. */
export function outcomeReasons(payload: RetrainingPayload): string[] {
  const { outcome, data, pipelineStatus, evaluation, approvalDecision, deploymentStatus, rollback } = payload;
  const error = payload.error ? [errorInWords(payload.error)] : [];
  const reasonsOf: Readonly<Record<OutcomeName, () => string[]>> = {
    InsufficientData: () => [data?.reason ?? 'there is not enough new data'],
    GateRejected: () => evaluation?.reasons ?? [],
    ApprovalRejected: () => [
      `rejected by ${approvalDecision?.by ?? 'somebody'}${approvalDecision?.reason ? `: ${approvalDecision.reason}` : ''}`,
    ],
    Deployed: () => evaluation?.reasons ?? [],
    PipelineFailed: () => [
      ...(pipelineStatus?.failureReason
        ? [`the training ended ${pipelineStatus.status}: ${short(pipelineStatus.failureReason)}`]
        : []),
      ...error,
    ],
    PipelineTimedOut: () => [
      `the training ran for ${inWords(pipelineStatus?.elapsedSeconds ?? payload.limits.pipelineSeconds)}, at most ${inWords(payload.limits.pipelineSeconds)} are allowed; it was stopped`,
    ],
    ApprovalTimedOut: () => [
      `nobody decided within ${inWords(payload.limits.approvalSeconds)}; the version is not deployed`,
    ],
    DeployFailed: () => error,
    RolledBack: () => [
      ...(deploymentStatus?.reason ? [deploymentStatus.reason] : error),
      ...(deploymentStatus?.status === 'InProgress' && error.length === 0
        ? [`it was not healthy within ${inWords(payload.limits.deploymentSeconds)}`]
        : []),
      rollback?.restoredVersion
        ? `version ${rollback.restoredVersion} serves again`
        : 'nothing served before, so nothing serves now',
    ],
    TimedOut: () => ['the execution was ended from outside: it timed out', ...error],
    Aborted: () => ['the execution was ended from outside', ...error],
  };
  return outcome ? reasonsOf[outcome.name]() : error;
}

/** A Lambda function's Cause is JSON with the error's message; other causes are texts. A message may have a stack: one line will do. */
export function errorInWords({ Error: name, Cause }: { Error: string; Cause?: string | undefined }): string {
  const message = Cause === undefined ? '' : messageOf(Cause);
  return message === '' ? name : `${name}: ${short(message)}`;
}

function messageOf(cause: string): string {
  try {
    const json: unknown = JSON.parse(cause);
    const message: unknown =
      typeof json === 'object' && json !== null ? Reflect.get(json, 'errorMessage') : undefined;
    return typeof message === 'string' ? message : '';
  } catch {
    return cause;
  }
}

const short = (text: string): string => (text.split('\n')[0] ?? '').slice(0, maxCauseCharacters);

function inWords(seconds: number): string {
  if (seconds >= 2 * 3600) return `${rounded(seconds / 3600)} hours`;
  if (seconds >= 120) return `${rounded(seconds / 60)} minutes`;
  return `${rounded(seconds)} seconds`;
}

const rounded = (n: number): number => Math.round(n * 10) / 10;
