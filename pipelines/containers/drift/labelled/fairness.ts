import { qualityOf, type Labelled } from '../../../../domain/monitoring/quality.ts';
import type { UseCase } from '../../../../domain/usecase/schema.ts';
import type { JudgedPrediction } from './read.ts';

export interface GroupFairness {
  readonly group: string;
  readonly rows: number;
  readonly labels: number;
  /** Share that was called positive. */
  readonly selectionRate: number;
  /** On confirmed diagnoses; null where undefined. */
  readonly recall: number | null;
  readonly precision: number | null;
  readonly accuracy: number | null;
  readonly rocAuc: number | null;
}

export interface ColumnFairness {
  readonly column: string;
  readonly groups: readonly GroupFairness[];
  /** Largest minus smallest selection rate (demographic parity difference). */
  readonly selectionRateGap: number;
  /** Smallest over largest selection rate (disparate impact); below 0.8 is the usual alarm. Null where nobody is called positive. */
  readonly disparateImpact: number | null;
  /** Largest minus smallest recall (equal opportunity difference); null below two groups with positive diagnoses. */
  readonly recallGap: number | null;
}

export interface Fairness {
  readonly columns: readonly ColumnFairness[];
  /** Groups under a floor of the use case's gate (`gate.subgroups`). */
  readonly belowFloor: readonly {
    readonly column: string;
    readonly group: string;
    readonly metric: string;
    readonly value: number;
    readonly atLeast: number;
  }[];
}

/** Groups with fewer rows than this say nothing by themselves. */
export const smallestGroup = 30;

/** How a version treats each group of each subgroup column. Definitions as in Barocas, Hardt, Narayanan, "Fairness and Machine Learning". */
export function fairnessOf(
  rows: readonly JudgedPrediction[],
  { data, gate }: Pick<UseCase, 'data' | 'gate'>,
): Fairness {
  const captured = data.subgroupColumns.filter((column) => rows.some(({ groups }) => column in groups));
  const belowFloor: Fairness['belowFloor'][number][] = [];
  const columns = captured.map((column): ColumnFairness => {
    const byGroup = Map.groupBy(rows, ({ groups }) => groups[column] ?? 'unknown');
    const large = [...byGroup].filter(([, members]) => members.length >= smallestGroup);
    const groups = large
      .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
      .map(([group, members]): GroupFairness => {
        const labels = members.flatMap(labelledOf);
        const quality = qualityOf(labels);
        for (const { metric, atLeast, minimumRows } of gate.subgroups) {
          const value = quality[metric];
          if (labels.length >= minimumRows && value !== null && value < atLeast)
            belowFloor.push({ column, group, metric, value, atLeast });
        }
        const { recall, precision, accuracy, rocAuc } = quality;
        const selectionRate = members.filter(({ prediction }) => prediction === 1).length / members.length;
        return {
          group,
          rows: members.length,
          labels: labels.length,
          selectionRate,
          recall,
          precision,
          accuracy,
          rocAuc,
        };
      });
    const rates = groups.map(({ selectionRate }) => selectionRate);
    const recalls = groups.flatMap(({ recall }) => (recall === null ? [] : [recall]));
    const highest = Math.max(0, ...rates);
    return {
      column,
      groups,
      selectionRateGap: gapOf(rates),
      disparateImpact: highest > 0 ? Math.min(...rates) / highest : null,
      recallGap: recalls.length < 2 ? null : gapOf(recalls),
    };
  });
  return { columns, belowFloor };
}

const gapOf = (values: readonly number[]): number =>
  values.length < 2 ? 0 : Math.max(...values) - Math.min(...values);

export const labelledOf = ({ probability, prediction, diagnosis }: JudgedPrediction): Labelled[] =>
  diagnosis === undefined ? [] : [{ probability, prediction, diagnosis }];
