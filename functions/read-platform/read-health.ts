import type * as z from 'zod/mini';
import type { healthSchema } from '../../domain/api/schemas/platform.ts';
import type { Clock, ObjectStore, RecordStore } from '../../domain/ports.ts';
import { keys } from '../../domain/records/keys.ts';
import type { Logger } from '../edge/logger.ts';

export interface HealthPorts {
  readonly records: RecordStore;
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly clock: Clock;
  readonly codeVersion: string;
  readonly logger: Logger;
}

/** Whether the stores answer. Why not stands in the log: the answer needs no sign-in. */
export async function readHealth(ports: HealthPorts): Promise<z.output<typeof healthSchema>> {
  const check = async (name: string, ask: () => Promise<unknown>) => {
    try {
      await ask();
      return { name, status: 'ok' as const };
    } catch (error) {
      ports.logger.error({ check: name, error }, 'a check of health failed');
      return { name, status: 'failed' as const };
    }
  };
  const checks = await Promise.all([
    check('records', () => ports.records.get(keys.lock('health'))),
    check('objects', () => ports.objects.get('health/absent')),
  ]);
  return {
    status: checks.every(({ status }) => status === 'ok') ? 'ok' : 'degraded',
    time: ports.clock.now().toISOString(),
    codeVersion: ports.codeVersion,
    checks,
  };
}
