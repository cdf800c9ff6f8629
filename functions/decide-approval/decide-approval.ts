import { ConditionFailedError, type Clock, type RecordStore, type StateMachine } from '../../domain/ports.ts';
import { toJson, type Versioned } from '../../domain/records/typed.ts';
import { approvalWrite, readApproval, type ApprovalRequest } from '../../domain/registry/approval.ts';
import { getVersion } from '../../domain/registry/store.ts';
import type { ApprovalDecision } from '../../domain/retraining/payload.ts';
import { conflict, HttpProblem, notFound } from '../edge/problem.ts';

export interface DecidePorts {
  readonly records: RecordStore;
  readonly machine: Pick<StateMachine, 'succeedTask' | 'describe'>;
  readonly clock: Clock;
}

export interface Decision {
  readonly useCase: string;
  readonly version: number;
  readonly decision: ApprovalDecision['decision'];
  readonly by: string;
  readonly reason?: string | undefined;
  /** The use case wants another person's approval than that of who asked for the training. */
  readonly twoPersons?: boolean;
}

export interface Decided {
  readonly useCase: string;
  readonly version: number;
  readonly decision: ApprovalDecision['decision'];
  readonly by: string;
  readonly at: string;
  readonly executionName: string;
}

/**
 * Takes the decision about a version that waits for one, and lets its execution go on. Who comes first has decided; the
 * same person asking again for the same gets the same answer.
 * @throws HttpProblem 403 where two persons are asked for and this one started the training; 404 for an unknown version; 409 where it does not wait (any more), or somebody else has decided; 503
 * where the question is just being asked anew.
 */
export async function decideApproval(ports: DecidePorts, asked: Decision): Promise<Decided> {
  const request = await readApproval(ports.records, asked.useCase, asked.version);
  if (!request) throw await noQuestion(ports, asked);
  checkSecondPerson(asked, request.data);
  if (request.data.status === 'Closed') throw tooLate(asked);
  if (request.data.status === 'Decided') return repeated(ports, asked, request);
  if (request.data.deadline <= ports.clock.now().toISOString()) throw tooLate(asked);
  try {
    return await answer(ports, await note(ports, asked, request));
  } catch (error) {
    if (!(error instanceof ConditionFailedError)) throw error;
    // Somebody else wrote at the same moment: what stands there now decides.
    const now = await readApproval(ports.records, asked.useCase, asked.version);
    if (now?.data.status === 'Decided') return repeated(ports, asked, now);
    throw error;
  }
}

function checkSecondPerson({ twoPersons, decision, by }: Decision, { requestedBy }: ApprovalRequest): void {
  if (twoPersons !== true || decision !== 'approved' || requestedBy !== by) return;
  throw new HttpProblem(
    403,
    'Second person wanted',
    'this use case asks for two persons: who started a training does not approve its version; ask another approver',
    {
      errors: [{ field: 'by', got: 'the person who started the training', expected: 'another approver' }],
    },
  );
}

async function note(
  { records, clock }: DecidePorts,
  asked: Decision,
  request: Versioned<ApprovalRequest>,
): Promise<ApprovalRequest> {
  const decision: ApprovalDecision = {
    decision: asked.decision,
    by: asked.by,
    at: clock.now().toISOString(),
    ...(asked.reason === undefined ? {} : { reason: asked.reason }),
  };
  const decided: ApprovalRequest = { ...request.data, status: 'Decided', decision };
  await records.write([approvalWrite(decided, request)]);
  return decided;
}

async function repeated(
  ports: DecidePorts,
  asked: Decision,
  { data }: Versioned<ApprovalRequest>,
): Promise<Decided> {
  const { decision } = data;
  if (decision?.by !== asked.by || decision.decision !== asked.decision)
    throw conflict(
      `version ${asked.version} was ${decision?.decision ?? 'decided'} by ${decision?.by ?? 'somebody'} before`,
      {
        field: 'version',
        got: 'a version about which was decided',
        expected: 'one that waits for a decision',
      },
    );
  return data.acknowledgedAt === undefined ? answer(ports, data) : decidedOf(data);
}

/** Answers the waiting state, and notes that it took the answer. */
async function answer(ports: DecidePorts, decided: ApprovalRequest): Promise<Decided> {
  const { records, machine, clock } = ports;
  const { useCase, version, token, decision, executionName } = decided;
  const taken = await machine.succeedTask(token, toJson(decision ?? {}));
  if (taken === 'gone') await explainGone(ports, decided);
  const now = await readApproval(records, useCase, version);
  if (now && now.data.acknowledgedAt === undefined) {
    try {
      await records.write([approvalWrite({ ...now.data, acknowledgedAt: clock.now().toISOString() }, now)]);
    } catch (error) {
      // A second request of the same person noted it.
      if (!(error instanceof ConditionFailedError)) throw error;
    }
  }
  return decidedOf({ ...decided, executionName });
}

/**
 * The task behind the token has ended: this very decision was taken before (its answer was lost), the time is over, or the
 * state is being delivered anew with another token.
 */
async function explainGone({ records, machine }: DecidePorts, decided: ApprovalRequest): Promise<void> {
  const { useCase, version, executionName, decision } = decided;
  const registered = await getVersion(records, useCase, version);
  if (registered?.data.approval?.by === decision?.by) return;
  const execution = await machine.describe(executionName);
  if (execution?.status !== 'RUNNING' || registered?.data.status !== 'PendingManualApproval')
    throw tooLate({ version });
  throw new HttpProblem(
    503,
    'Asked anew',
    `the decision about version ${version} is noted, its execution is just asking anew; repeat the request in ten seconds`,
    { headers: { 'retry-after': '10' } },
  );
}

const decidedOf = ({ useCase, version, decision, executionName }: ApprovalRequest): Decided => ({
  useCase,
  version,
  decision: decision?.decision ?? 'rejected',
  by: decision?.by ?? '',
  at: decision?.at ?? '',
  executionName,
});

const tooLate = ({ version }: { readonly version: number }): HttpProblem =>
  conflict(`version ${version} does not wait for a decision any more; its execution tells how it ended`, {
    field: 'version',
    got: 'a version whose retraining has ended',
    expected: 'one that waits for a decision',
  });

async function noQuestion({ records }: DecidePorts, { useCase, version }: Decision): Promise<HttpProblem> {
  const registered = await getVersion(records, useCase, version);
  if (!registered)
    return notFound(`version ${version} of ${useCase} does not exist`, {
      field: 'version',
      got: 'a version that is not in the registry',
      expected: 'one that GET /models lists',
    });
  return conflict(`version ${version} does not wait for a decision: it is ${registered.data.status}`, {
    field: 'version',
    got: `a version that is ${registered.data.status}`,
    expected: 'one that waits for a decision',
  });
}
