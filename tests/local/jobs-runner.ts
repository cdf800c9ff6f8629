import path from 'node:path';
import { catalogOf } from '../../domain/usecase/catalog.ts';
import type { TrainingRequest } from '../../domain/ports.ts';
import { FolderObjectStore } from '../../local/adapters/folder-objects.ts';
import { systemClock } from '../../local/adapters/system-clock.ts';
import { Alarms } from '../../local/alarms.ts';
import { JobsPipelineRunner } from '../../local/pipelines/jobs-pipeline-runner.ts';
import type { Programs } from '../../local/pipelines/programs.ts';
import { Committer } from '../../local/state/committer.ts';
import { openDatabase } from '../../local/state/database.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';

/** A runner of jobs in a folder, with programs that a test gives. */
export function jobsRunner(folder: string, programs: Programs) {
  const db = openDatabase(path.join(folder, 'db'));
  const objects = new FolderObjectStore(path.join(folder, 'objects'));
  const alarms = new Alarms(systemClock);
  const lines: string[] = [];
  const runner = new JobsPipelineRunner({
    db,
    committer: new Committer(db),
    clock: systemClock,
    alarms,
    objects,
    useCases: catalogOf([breastCancer]),
    workFolder: path.join(folder, 'pipelines'),
    programs,
    onEvent: (_, event) => {
      if (event.kind === 'log') lines.push(event.line);
    },
  });
  return { db, objects, runner, alarms, lines };
}

/** A request for which everything lies in the store that a pipeline reads. */
export async function requestFor(
  objects: FolderObjectStore,
  executionName: string,
): Promise<TrainingRequest> {
  const outputPrefix = `executions/${executionName}/`;
  await objects.put('snapshots/s.csv', 'x\n1\n');
  await objects.put(`${outputPrefix}training.json`, '{}');
  return {
    useCase: breastCancer.name,
    executionName,
    snapshotKey: 'snapshots/s.csv',
    snapshotHash: 'h',
    outputPrefix,
    parameters: { codeVersion: '1' },
  };
}
