import { ConditionFailedError, ThrottledError, type StateMachine } from '../../domain/ports.ts';
import { auditWrite } from '../../domain/records/audit.ts';
import type { Versioned } from '../../domain/records/typed.ts';
import { executionToStore } from '../../domain/registry/execution.ts';
import { acquireLockWrite, readLock, type RetrainingLock } from '../../domain/retraining/lock.ts';
import type { ExecutionInput } from '../../domain/retraining/payload.ts';
import type { TidyPorts } from '../../domain/retraining/tidy-execution.ts';
import { readTrigger, triggerWrite, type TriggerRecord } from '../../domain/retraining/trigger-record.ts';
import { causeHash, executionNameOf, type Trigger } from '../../domain/retraining/trigger.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { isPaused } from '../../domain/usecase/switch.ts';
import { settleHolder } from './settle-holder.ts';
import { startExecution } from './start-execution.ts';

export type StartPorts = TidyPorts & {
  readonly machine: Pick<StateMachine, 'start' | 'describe'>;
  readonly useCases: UseCaseCatalog;
};

export interface StartResult {
  readonly status: 'Started' | 'AlreadyStarted' | 'Superseded' | 'CoolingDown' | 'Paused';
  /** Of this trigger's execution; with `Superseded` of the one that is in the way. */
  readonly executionName: string;
  readonly useCase: string;
}

/** A person who asks for a retraining, and the very first one, need not wait. */
const coolsDown: ReadonlySet<Trigger['reason']> = new Set(['schedule', 'drift', 'model-quality', 'dataset']);

/** Each lost race means that somebody else went on: more than a few in a row is a store that does not work. */
const maxTries = 10;

/**
 * Starts a retraining for a trigger, or says why not. Whatever the answer, it is recorded by the trigger's cause, so that
 * each copy of an event gets the same one and a thousand copies make one execution.
 * @throws UnknownUseCaseError; ThrottledError where others were faster ten times in a row.
 */
export async function startRetraining(ports: StartPorts, trigger: Trigger): Promise<StartResult> {
  const useCase = ports.useCases.get(trigger.useCase);
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const known = await readTrigger(ports.records, useCase.name, causeHash(trigger));
    if (known) return again(ports, known);
    try {
      const decided = await decide(ports, useCase, trigger);
      if (decided === 'look again') continue;
      if (decided.status !== 'acquired') return resultOf(decided);
      await startExecution(ports, decided);
      return { status: 'Started', executionName: decided.executionName, useCase: useCase.name };
    } catch (error) {
      if (!(error instanceof ConditionFailedError)) throw error;
    }
  }
  throw new ThrottledError(`${useCase.name}: others changed the lock ${maxTries} times meanwhile`);
}

/** A copy of a trigger. Where the first one was cut short between the lock and the start, this one starts the execution. */
async function again(ports: StartPorts, known: Versioned<TriggerRecord>): Promise<StartResult> {
  if (known.data.status === 'acquired') await startExecution(ports, known.data);
  return resultOf(known.data);
}

function resultOf({ status, executionName, supersededBy, trigger }: TriggerRecord): StartResult {
  const words = {
    acquired: 'AlreadyStarted',
    started: 'AlreadyStarted',
    superseded: 'Superseded',
    cooldown: 'CoolingDown',
    paused: 'Paused',
  } as const;
  return { status: words[status], executionName: supersededBy ?? executionName, useCase: trigger.useCase };
}

/** @throws ConditionFailedError where somebody else was faster. */
async function decide(
  ports: StartPorts,
  useCase: UseCase,
  trigger: Trigger,
): Promise<TriggerRecord | 'look again'> {
  const { records, clock } = ports;
  const now = clock.now();
  const executionName = executionNameOf(trigger);
  const refused = async (
    status: 'paused' | 'superseded' | 'cooldown',
    more: { readonly supersededBy?: string } = {},
  ): Promise<TriggerRecord> => {
    const record = { trigger, status, executionName, at: now.toISOString(), ...more };
    await records.write([triggerWrite(record, undefined)]);
    return record;
  };

  if (await isPaused(records, useCase.name)) return refused('paused');
  const lock = await readLock(records, useCase.name);
  const { holder } = lock.data;
  if (holder !== null) {
    const settled = await settleHolder(ports, useCase.name, holder);
    return settled === 'runs' ? refused('superseded', { supersededBy: holder }) : 'look again';
  }
  if (coolsDown.has(trigger.reason) && isCooling(lock.data, useCase, now)) return refused('cooldown');
  return acquire(ports, useCase, trigger, lock);
}

function isCooling({ lastStartedAt }: RetrainingLock, useCase: UseCase, now: Date): boolean {
  if (lastStartedAt === null) return false;
  const cooledAt = Date.parse(lastStartedAt) + useCase.retraining.cooldownHours * 3_600_000;
  return now.getTime() < cooledAt;
}

/** Takes the lock, and writes in the same transaction what the execution will be started with. */
async function acquire(
  ports: StartPorts,
  useCase: UseCase,
  trigger: Trigger,
  lock: Versioned<RetrainingLock>,
): Promise<TriggerRecord> {
  const now = ports.clock.now();
  const executionName = executionNameOf(trigger);
  const { write, generation } = acquireLockWrite(lock, executionName, now, {
    startsCooldown: trigger.reason !== 'first-version',
  });
  const { retraining, name } = useCase;
  const input: ExecutionInput = {
    schemaVersion: 1,
    executionName,
    useCase: name,
    trigger,
    generation,
    approval: retraining.approval,
    limits: {
      pipelineSeconds: Math.ceil(retraining.pipelineTimeoutMinutes * 60),
      approvalSeconds: Math.ceil(retraining.approvalTimeoutHours * 3600),
      deploymentSeconds: Math.ceil(retraining.deploymentTimeoutMinutes * 60),
    },
  };
  const at = now.toISOString();
  const record: TriggerRecord = { trigger, status: 'acquired', executionName, at, input };
  const execution = executionToStore({
    name: executionName,
    useCase: name,
    trigger,
    generation,
    status: 'Running',
    outcome: null,
    startedAt: at,
    endedAt: null,
    version: null,
    reasons: [],
  });
  const audit = auditWrite(
    {
      useCase: name,
      actor: trigger.requestedBy ?? 'start-retraining',
      action: 'start-retraining',
      subject: `execution ${executionName}`,
      reason: trigger.explanation ?? trigger.reason,
    },
    ports,
  );
  await ports.records.write([
    triggerWrite(record, undefined),
    write,
    { op: 'put', record: execution, condition: 'absent' },
    audit,
  ]);
  return record;
}
