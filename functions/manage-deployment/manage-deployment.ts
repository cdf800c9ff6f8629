import type * as z from 'zod/mini';
import { deploymentSchema } from '../../domain/api/schemas/models.ts';
import type { Clock, Ids, ObjectStore, RecordStore, RecordWrite } from '../../domain/ports.ts';
import { auditWrite } from '../../domain/records/audit.ts';
import { keys } from '../../domain/records/keys.ts';
import { toJson, type Versioned } from '../../domain/records/typed.ts';
import {
  allowedTransitions,
  type ModelStatus,
  type ModelVersion,
} from '../../domain/registry/model-version.ts';
import { getVersion } from '../../domain/registry/store.ts';
import { bumpGenerationWrite, readLock } from '../../domain/retraining/lock.ts';
import { brokenVersion } from '../../domain/serving/probe.ts';
import type { ServingState } from '../../domain/serving/serving-state.ts';
import {
  deployEffectKey,
  deploymentIdOf,
  readServing,
  servingWrite,
} from '../../domain/serving/serving-store.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { conflict, notFound } from '../edge/problem.ts';
import { answeredBefore, answerWrites, repeatable } from '../edge/repetition.ts';

export interface ManagePorts {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Use cases of kind `endpoint` are served by one: there a version comes into service by a retraining's deployment only. */
  readonly endpointsServe?: boolean;
}

export interface Managed {
  readonly version: number;
  readonly reason: string;
  readonly by: string;
  readonly idempotencyKey: string | undefined;
}
type Deployment = z.output<typeof deploymentSchema>;

/** What changes: the serving record, and statuses of versions. */
interface Change {
  readonly serving: ServingState;
  readonly statuses: readonly (readonly [Versioned<ModelVersion>, ModelStatus])[];
  readonly action: 'deploy-model' | 'roll-back-model';
}

/**
 * Puts a version into service by hand: one transaction of the pointer, the registry, the audit, and the lock's generation, so
 * that an execution that is under way unseen can change nothing any more.
 * @throws HttpProblem 404 for an unknown version; 409 where it may not serve, does not answer as it did when it was made, or a
 * retraining is under way; ConditionFailedError where somebody else was faster.
 */
export const deployVersion = (ports: ManagePorts, useCase: UseCase, asked: Managed): Promise<Deployment> =>
  manage(ports, useCase, asked, 'deploy', async (serving, at) => {
    const registered = await versionOf(ports.records, useCase, asked.version);
    const { status, version, modelKey } = registered.data;
    if (serving.live?.version === version)
      throw conflict(`version ${version} is in service already`, isNot(status));
    if (!allowedTransitions[status].includes('Deploying'))
      throw conflict(
        `version ${version} is ${status}: only an approved or earlier version may serve`,
        isNot(status),
      );
    const broken = await brokenVersion(ports.objects, registered.data, useCase);
    if (broken !== undefined) throw conflict(`version ${version} cannot serve: ${broken}`, isNot(status));
    const { live } = serving;
    const before = live && (await getVersion(ports.records, useCase.name, live.version));
    return {
      action: 'deploy-model',
      serving: {
        ...serving,
        live: { version, modelKey, since: at },
        previous: live && { version: live.version, modelKey: live.modelKey },
        deployment: {
          deploymentId: deploymentIdOf(deployEffectKey(`manual-${ports.ids.next()}`)),
          version,
          startedAt: at,
          status: 'Healthy',
        },
      },
      statuses: [
        [registered, 'InService'],
        ...(before?.data.status === 'InService' ? [[before, 'Archived'] as const] : []),
      ],
    };
  });

/**
 * Takes the version in service back: what served before serves again.
 * @throws as deployVersion does; 409 also where it does not serve, or nothing served before it.
 */
export const rollBackVersion = (ports: ManagePorts, useCase: UseCase, asked: Managed): Promise<Deployment> =>
  manage(ports, useCase, asked, 'rollback', async (serving, at) => {
    const taken = await versionOf(ports.records, useCase, asked.version);
    const { live, previous, deployment } = serving;
    if (live?.version !== asked.version)
      throw conflict(`version ${asked.version} is not in service`, isNot(taken.data.status));
    if (!previous)
      throw conflict(`nothing served before version ${asked.version}; deploy another version instead`, {
        field: 'version',
        got: 'a version before which nothing served',
        expected: 'one that replaced another',
      });
    const restored = await versionOf(ports.records, useCase, previous.version);
    return {
      action: 'roll-back-model',
      serving: {
        ...serving,
        live: { ...previous, since: at },
        previous: null,
        deployment: deployment && { ...deployment, status: 'RolledBack' },
      },
      statuses: [
        [taken, 'RolledBack'],
        [restored, 'InService'],
      ],
    };
  });

async function manage(
  ports: ManagePorts,
  useCase: UseCase,
  asked: Managed,
  operation: string,
  change: (serving: ServingState, at: string) => Promise<Change>,
): Promise<Deployment> {
  const { records, clock } = ports;
  const { idempotencyKey, ...wanted } = asked;
  const request = repeatable(operation, useCase.name, asked.by, idempotencyKey, wanted);
  const before = await answeredBefore(records, request, deploymentSchema);
  if (before) return before;
  if (ports.endpointsServe === true && useCase.serving.kind === 'endpoint')
    throw conflict(
      `${useCase.name} is served by an endpoint, whose versions a retraining deploys and takes back`,
      { field: 'useCase', got: 'one that an endpoint serves', expected: 'one that the predictor serves' },
    );
  const lock = await readLock(records, useCase.name);
  if (lock.data.holder !== null)
    throw conflict('a retraining runs or waits for approval; let it end, or reject its version', {
      field: 'useCase',
      got: 'one with a retraining under way',
      expected: 'one without',
    });
  const serving = await readServing(records, useCase.name);
  const now = clock.now();
  const { action, statuses, serving: next } = await change(serving.data, now.toISOString());
  const { write, generation } = bumpGenerationWrite(lock);
  const answer: Deployment = {
    useCase: useCase.name,
    liveVersion: next.live?.version ?? null,
    previousVersion: serving.data.live?.version ?? null,
    deploymentId: next.deployment?.deploymentId ?? '',
    by: asked.by,
    at: now.toISOString(),
  };
  await records.write([
    servingWrite({ ...next, generation }, serving),
    write,
    ...statuses.map(([version, status]) => statusWrite(version, status, now)),
    auditWrite(
      {
        useCase: useCase.name,
        actor: asked.by,
        action,
        subject: `version ${asked.version}`,
        reason: asked.reason,
      },
      ports,
    ),
    ...answerWrites(request, answer, now),
  ]);
  return answer;
}

/** By hand a version goes through `Deploying` within the transaction. */
const statusWrite = (found: Versioned<ModelVersion>, status: ModelStatus, now: Date): RecordWrite => ({
  op: 'put',
  record: {
    ...keys.model(found.data.useCase, found.data.version),
    data: toJson({
      ...found.data,
      status,
      ...(status === 'InService' ? { inServiceSince: now.toISOString() } : {}),
    }),
  },
  condition: { version: found.version },
});

async function versionOf(
  records: RecordStore,
  useCase: UseCase,
  version: number,
): Promise<Versioned<ModelVersion>> {
  const found = await getVersion(records, useCase.name, version);
  if (found) return found;
  throw notFound(`${useCase.name} has no version ${version}`, {
    field: 'version',
    got: 'a version that is not registered',
    expected: 'one that GET /models lists',
  });
}

const isNot = (status: ModelStatus) => ({
  field: 'version',
  got: `a version that is ${status}`,
  expected: 'one for which this can be done',
});
