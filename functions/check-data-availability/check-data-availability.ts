import type * as z from 'zod/mini';
import type { ObjectStore, RecordStore } from '../../domain/ports.ts';
import { liveVersion } from '../../domain/registry/store.ts';
import type { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import { countNewRows, readBase } from '../../domain/retraining/training-rows.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';

export interface CheckDataPorts {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
  readonly useCases: UseCaseCatalog;
}

type Task = typeof machineTasks.CheckDataAvailability;

/**
 * Whether a retraining could learn anything: rows whose outcome became known since the snapshot of the version in service.
 * The first version needs the base table alone.
 * @throws ArtifactError where the base table is missing or damaged.
 */
export async function checkDataAvailability(
  ports: CheckDataPorts,
  input: z.output<Task['input']>,
): Promise<z.output<Task['output']>> {
  const useCase = ports.useCases.get(input.useCase);
  const base = await readBase(ports.objects, useCase);
  const baseRows = base.table.rowCount;
  const champion = await liveVersion(ports.records, useCase.name);
  if (!champion)
    return {
      enough: baseRows > 0,
      newRows: baseRows,
      requiredNewRows: 0,
      totalRows: baseRows,
      reason: `the first version learns from the ${baseRows} rows of the base table`,
    };
  const since = champion.data.snapshotAt ?? champion.data.createdAt;
  const { confirmed, ingested } = await countNewRows(ports.records, useCase.name, since);
  const newRows = confirmed + ingested;
  const required = useCase.retraining.minimumNewRows;
  return {
    enough: newRows >= required,
    newRows,
    requiredNewRows: required,
    totalRows: champion.data.rows + newRows,
    reason: `${newRows} new rows since version ${champion.data.version} (${confirmed} confirmed predictions, ${ingested} from datasets), ${required} are needed`,
  };
}
