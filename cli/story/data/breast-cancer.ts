import { cleanTable } from '../../../domain/dataset/clean.ts';
import { selectLabelled } from '../../../domain/dataset/labelled.ts';
import { makeSnapshot } from '../../../domain/dataset/snapshot.ts';
import { stratifiedSplit } from '../../../domain/dataset/split.ts';
import { seededRandom } from '../../../domain/numeric/random.ts';
import type { UseCase } from '../../../domain/usecase/schema.ts';
import { readCsv } from '../../io/csv.ts';
import type { Patient, StoryData, StoryDataOptions } from '../story-data.ts';
import { featuresOfRow } from './rows.ts';

/**
 * The scanner is "recalibrated": a new grey-level gain. The three texture measurements (mean, standard error, worst)
 * are standard deviations and means of grey levels, so all three grow by the same factor; nothing else changes.
 */
const recalibration = { gain: 1.5, features: ['texture_mean', 'texture_se', 'texture_worst'] } as const;

/** A repeated measurement of the same nucleus differs by about this share. */
const measurementNoise = 0.01;

/**
 * Splits the embedded table: one half trains version 1, the other half are the patients who come later. A patient who
 * comes again is measured again: each visit differs by 1 % noise, so no row is ever sent twice.
 */
export async function breastCancerStory(
  useCase: UseCase,
  { seed = 12, data }: StoryDataOptions,
): Promise<StoryData> {
  const file = data ?? useCase.data.path;
  const { header, records } = await readCsv(file);
  const all = cleanTable(header, records, useCase.data, { what: file });
  const split = stratifiedSplit(all.labels, { testFraction: 0.45, seed });
  const base = selectLabelled(all, split.train);
  const heldOut = selectLabelled(all, split.test);
  const random = seededRandom(seed);
  const ranges = new Map(
    useCase.data.features.flatMap((f) => (f.kind === 'numeric' ? [[f.name, f.range] as const] : [])),
  );
  let next = 0;
  const order = random.shuffle([...heldOut.labels.keys()]);
  const nextPatient = (recalibrated: boolean): Patient => {
    const row = order[next % order.length] ?? 0;
    next += 1;
    const measured = (name: string, value: number): number => {
      const gain =
        recalibrated && recalibration.features.some((feature) => feature === name) ? recalibration.gain : 1;
      const noisy = value * gain * (1 + measurementNoise * random.normal());
      const range = ranges.get(name);
      return range ? Math.min(range.max, Math.max(range.min, noisy)) : noisy;
    };
    return {
      patientId: `MRN-${String(400_000 + row).padStart(8, '0')}`,
      features: featuresOfRow(heldOut, row, measured),
      diagnosis: heldOut.labels[row] === 1 ? 1 : 0,
    };
  };
  return {
    baseCsv: makeSnapshot(base, useCase.data).csv,
    baseRows: base.table.rowCount,
    nextPatients: (count, recalibrated) => Array.from({ length: count }, () => nextPatient(recalibrated)),
    telling: {
      rows: data === undefined ? 'rows of the embedded table' : 'rows of the table',
      visits: 'Patients come, and pathology confirms',
      change: `The scanner is recalibrated: its grey-level gain is ${recalibration.gain} now`,
      notes: [],
    },
  };
}
