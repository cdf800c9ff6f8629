import type { UseCase } from '../../domain/usecase/schema.ts';
import type { Environment } from '../environments/schema.ts';

export type MonitoringEngine = UseCase['monitoring']['engine'];

/** What watches a use case in an environment. Model Monitor watches endpoints, and none where requests are queued. */
export function engineOf(environment: Environment, { serving, monitoring }: UseCase): MonitoringEngine {
  const captures = serving.kind === 'endpoint' && serving.endpoint?.async === undefined;
  return captures ? (environment.monitoringEngine ?? monitoring.engine) : 'modelkeep';
}
