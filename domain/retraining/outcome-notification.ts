import type { Notification } from '../events/notification.ts';
import type { OutcomeName } from './outcome.ts';
import type { RetrainingPayload } from './payload.ts';
import type { Trigger } from './trigger.ts';

const severities: Readonly<Record<OutcomeName, Notification['severity']>> = {
  InsufficientData: 'info',
  GateRejected: 'warning',
  ApprovalRejected: 'info',
  Deployed: 'info',
  PipelineFailed: 'critical',
  PipelineTimedOut: 'critical',
  ApprovalTimedOut: 'warning',
  DeployFailed: 'critical',
  RolledBack: 'critical',
  TimedOut: 'critical',
  Aborted: 'warning',
};

const titles: Readonly<Record<OutcomeName, (version: string) => string>> = {
  InsufficientData: () => 'Not retrained: too little new data',
  GateRejected: (version) => `${version} did not pass the gate`,
  ApprovalRejected: (version) => `${version} was rejected`,
  Deployed: (version) => `${version} is in service`,
  PipelineFailed: () => 'The retraining failed',
  PipelineTimedOut: () => 'The training took too long',
  ApprovalTimedOut: (version) => `${version} was neither approved nor rejected in time`,
  DeployFailed: (version) => `${version} could not be deployed`,
  RolledBack: (version) => `${version} was taken back`,
  TimedOut: () => 'The retraining was ended: timed out',
  Aborted: () => 'The retraining was ended from outside',
};

export interface EndedExecution {
  readonly executionName: string;
  readonly useCase: string;
  readonly trigger: Trigger;
  readonly outcome: OutcomeName;
  readonly reasons: readonly string[];
  readonly evaluation?: RetrainingPayload['evaluation'];
  readonly data?: RetrainingPayload['data'];
}

/** The one message about an execution; each copy of it has the same key. */
export function outcomeNotification(ended: EndedExecution, at: Date): Notification {
  const { executionName, useCase, trigger, outcome, evaluation, data } = ended;
  const version = evaluation ? `Version ${evaluation.version}` : 'A new version';
  return {
    key: `${executionName}/outcome`,
    severity: severities[outcome],
    topic: 'retraining',
    useCase,
    title: titles[outcome](version),
    reasons: [...ended.reasons],
    facts: {
      outcome,
      trigger: trigger.reason,
      ...(trigger.explanation === undefined ? {} : { because: trigger.explanation }),
      ...(evaluation?.championVersion ? { comparedWith: `version ${evaluation.championVersion}` } : {}),
      ...(data ? { newRows: String(data.newRows) } : {}),
    },
    ...(evaluation ? { metrics: metricChanges(evaluation) } : {}),
    link: `/executions/${executionName}?useCase=${useCase}`,
    at: at.toISOString(),
  };
}

/** The champion's figures on the same rows as before, the new version's as after. */
export const metricChanges = ({
  metrics,
  championMetrics,
}: NonNullable<RetrainingPayload['evaluation']>): NonNullable<Notification['metrics']> =>
  Object.entries(metrics).map(([name, after]) => ({ name, before: championMetrics?.[name] ?? null, after }));
