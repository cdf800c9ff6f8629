import type { Clock, Ids, Notifier, RecordStore } from '../../domain/ports.ts';
import { auditWrite } from '../../domain/records/audit.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { readSwitch, switchWrite, type UseCaseSwitch } from '../../domain/usecase/switch.ts';

export interface SwitchPorts {
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly notifier: Notifier;
}

/**
 * Sets the switch together with its audit entry, and tells people. Where it already stands so, nothing changes and the
 * entry that set it is the answer.
 * @throws ConditionFailedError where somebody else set it at the same moment.
 */
export async function setUseCaseSwitch(
  ports: SwitchPorts,
  useCase: UseCase,
  wanted: { readonly paused: boolean; readonly by: string; readonly reason: string },
): Promise<UseCaseSwitch> {
  const before = await readSwitch(ports.records, useCase.name);
  if (before && before.data.paused === wanted.paused) {
    // Told again: the one who set it may have broken off in between, and copies carry one key.
    await tell(ports, useCase, before.data, before.version);
    return before.data;
  }
  const { by, reason } = wanted;
  const next: UseCaseSwitch = { useCase: useCase.name, ...wanted, at: ports.clock.now().toISOString() };
  const action = wanted.paused ? 'pause-use-case' : 'resume-use-case';
  await ports.records.write([
    switchWrite(next, before),
    auditWrite({ useCase: useCase.name, actor: by, action, subject: useCase.name, reason }, ports),
  ]);
  await tell(ports, useCase, next, (before?.version ?? 0) + 1);
  return next;
}

const tell = (ports: SwitchPorts, useCase: UseCase, set: UseCaseSwitch, version: number): Promise<void> =>
  ports.notifier.notify({
    key: `switch/${useCase.name}/${version}`,
    severity: 'warning',
    topic: 'operations',
    useCase: useCase.name,
    title: set.paused
      ? `${useCase.title} is paused: no serving, no retraining`
      : `${useCase.title} is in service again`,
    reasons: [set.reason],
    facts: { by: set.by },
    link: '/',
    at: set.at,
  });
