import { createHash } from 'node:crypto';
import type { RecordStore, RecordWrite } from '../ports.ts';
import { keys } from '../records/keys.ts';
import { readRecord, toJson, type Versioned } from '../records/typed.ts';
import { servingStateSchema, type ServingState } from './serving-state.ts';

/** Key of the deployment that an execution makes: `<execution>/<state>`. */
export const deployEffectKey = (executionName: string): string => `${executionName}/DeployModel`;

export const executionOf = (effectKey: string): string => effectKey.slice(0, effectKey.lastIndexOf('/'));

/**
 * The deployment's id follows from its effect key: who has to take one back knows it, even where the answer of the
 * deployment was lost. At most 63 characters of [a-z0-9-], so that it can name a SageMaker endpoint configuration.
 */
export const deploymentIdOf = (effectKey: string): string =>
  `d-${createHash('sha256').update(effectKey).digest('hex').slice(0, 32)}`;

/** What serves a use case; version 0 where nothing ever did. */
export async function readServing(records: RecordStore, useCase: string): Promise<Versioned<ServingState>> {
  const found = await readRecord(records, keys.serving(useCase), servingStateSchema);
  const nothing = { useCase, live: null, previous: null, deployment: null, generation: 0 };
  return found ?? { data: nothing, version: 0 };
}

/** Its condition fails where the state was changed since `before` was read. */
export const servingWrite = (next: ServingState, before: Versioned<ServingState>): RecordWrite => ({
  op: 'put',
  record: { ...keys.serving(next.useCase), data: toJson(next) },
  condition: before.version === 0 ? 'absent' : { version: before.version },
});
