import type * as z from 'zod/mini';
import type { inferenceJobSchema } from '../../domain/api/schemas/inference.ts';
import type { Table } from '../../domain/dataset/table.ts';
import { assessDrift, summarizeWindow } from '../../domain/drift/index.ts';
import type { ObjectStore, RecordStore } from '../../domain/ports.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { readBaseline } from '../detect-drift/read-baseline.ts';

/** How far a table is from the traffic that the version was made for; null for fewer rows than a window has. */
export async function driftScore(
  ports: { readonly records: RecordStore; readonly objects: ObjectStore },
  useCase: UseCase,
  version: number,
  rows: { readonly table: Table; readonly id: string; readonly at: string },
): Promise<z.output<typeof inferenceJobSchema>['drift']> {
  const { table, id, at } = rows;
  if (table.rowCount < useCase.monitoring.dataQuality.minimumRows) return null;
  const { baseline } = await readBaseline(ports, useCase.name, version);
  const window = summarizeWindow(baseline, table, { id, from: at, to: at });
  const rule = useCase.monitoring.drift;
  const { psiMax, drifted, flaggedColumns, sentence } = assessDrift({
    baseline,
    window,
    previous: undefined,
    rule,
  });
  return { psiMax, drifted, features: flaggedColumns, sentence };
}
