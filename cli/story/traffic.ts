import { cleanTable } from '../../domain/dataset/clean.ts';
import { selectLabelled, type LabelledTable } from '../../domain/dataset/labelled.ts';
import { makeSnapshot } from '../../domain/dataset/snapshot.ts';
import { stratifiedSplit } from '../../domain/dataset/split.ts';
import { seededRandom } from '../../domain/numeric/random.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { readCsv } from '../io/csv.ts';

/**
 * The scanner is "recalibrated": a new grey-level gain. The three texture measurements (mean, standard error, worst)
 * are standard deviations and means of grey levels, so all three grow by the same factor; nothing else changes.
 */
export const recalibration = {
  gain: 1.5,
  features: ['texture_mean', 'texture_se', 'texture_worst'],
} as const;

/** A patient of the story: what is measured, and what pathology will find. */
export interface Patient {
  /** As the ward knows them; the platform keeps a pseudonym. */
  readonly patientId: string;
  readonly features: Readonly<Record<string, number>>;
  readonly diagnosis: 0 | 1;
}

export interface StoryData {
  /** The rows that version 1 learns from, as CSV. */
  readonly baseCsv: string;
  readonly baseRows: number;
  /** Endless held-out patients, before or after the recalibration. */
  nextPatients(count: number, recalibrated: boolean): Patient[];
}

/** A repeated measurement of the same nucleus differs by about this share. */
const measurementNoise = 0.01;

/**
 * Splits the embedded table: one half trains version 1, the other half are the patients who come later. A patient who
 * comes again is measured again: each visit differs by 1 % noise, so no row is ever sent twice. Deterministic by seed.
 */
export async function storyData(useCase: UseCase, seed = 12): Promise<StoryData> {
  const { header, records } = await readCsv(useCase.data.path);
  const all = cleanTable(header, records, useCase.data, { what: useCase.data.path });
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
    return patientOf(heldOut, row, `MRN-${String(400_000 + row).padStart(8, '0')}`, (name, value) => {
      const gain =
        recalibrated && recalibration.features.some((feature) => feature === name) ? recalibration.gain : 1;
      const measured = value * gain * (1 + measurementNoise * random.normal());
      const range = ranges.get(name);
      return range ? Math.min(range.max, Math.max(range.min, measured)) : measured;
    });
  };
  return {
    baseCsv: makeSnapshot(base, useCase.data).csv,
    baseRows: base.table.rowCount,
    nextPatients: (count, recalibrated) => Array.from({ length: count }, () => nextPatient(recalibrated)),
  };
}

function patientOf(
  data: LabelledTable,
  row: number,
  patientId: string,
  measure: (name: string, value: number) => number,
): Patient {
  const features: Record<string, number> = {};
  for (const column of data.table.columns) {
    if (column.kind === 'numeric') features[column.name] = measure(column.name, column.values[row] ?? 0);
  }
  return { patientId, features, diagnosis: data.labels[row] === 1 ? 1 : 0 };
}
