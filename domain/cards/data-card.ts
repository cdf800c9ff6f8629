import * as z from 'zod/mini';
import type { CardSources } from './sources.ts';

const feature = z.object({
  name: z.string(),
  kind: z.enum(['numeric', 'categorical']),
  unit: z.nullable(z.string()),
  /** `[min, max]` of a number, or the number of categories. */
  allowed: z.string(),
});

/** What a version learned from (Gebru et al. 2021, "Datasheets for Datasets"): counts and columns, never a value of a row. */
export const dataCardSchema = z.object({
  schemaVersion: z.literal(1),
  useCase: z.string(),
  version: z.number(),
  snapshotKey: z.string(),
  snapshotHash: z.string(),
  takenAt: z.nullable(z.string()),
  rows: z.object({ snapshot: z.number(), training: z.nullable(z.number()), holdout: z.nullable(z.number()) }),
  /** Of the held-out rows. */
  holdoutClasses: z.nullable(z.object({ negative: z.number(), positive: z.number() })),
  attribution: z.string(),
  dataClassification: z.string(),
  target: z.object({ column: z.string(), positive: z.string(), negative: z.string() }),
  features: z.array(feature),
  notLearnedFrom: z.array(z.object({ column: z.string(), because: z.string() })),
  excludedRows: z.array(z.object({ column: z.string(), because: z.string() })),
  patientsKeptTogetherBy: z.nullable(z.string()),
  subgroups: z.array(
    z.object({ column: z.string(), groups: z.array(z.object({ group: z.string(), rows: z.number() })) }),
  ),
});
export type DataCard = z.output<typeof dataCardSchema>;

/** The card of the data behind a registered version. */
export function dataCardOf({ useCase, version, evaluation }: CardSources): DataCard {
  const { data } = useCase;
  const counts = evaluation?.confusionMatrix;
  const learned = new Set(data.features.map(({ name }) => name));
  return {
    schemaVersion: 1,
    useCase: version.useCase,
    version: version.version,
    snapshotKey: version.snapshotKey,
    snapshotHash: version.snapshotHash,
    takenAt: version.snapshotAt ?? null,
    rows: {
      snapshot: version.rows,
      training: evaluation?.rows.training ?? null,
      holdout: evaluation?.rows.holdout ?? null,
    },
    holdoutClasses: counts
      ? {
          negative: counts.trueNegatives + counts.falsePositives,
          positive: counts.truePositives + counts.falseNegatives,
        }
      : null,
    attribution: data.attribution,
    dataClassification: useCase.dataClassification,
    target: {
      column: data.target.name,
      positive: data.target.positive.label,
      negative: data.target.negative.label,
    },
    features: data.features.map((one) => ({
      name: one.name,
      kind: one.kind,
      unit: one.kind === 'numeric' ? one.unit : null,
      allowed:
        one.kind === 'numeric'
          ? `${one.range.min} to ${one.range.max}`
          : `${one.categories.length} categories`,
    })),
    notLearnedFrom: [
      ...data.idColumns.map((column) => ({ column, because: 'names a row or a patient' })),
      ...data.dropColumns.map((column) => ({ column, because: 'has no meaning here, or is mostly missing' })),
      ...data.subgroupColumns
        .filter((column) => !learned.has(column))
        .map((column) => ({ column, because: 'is looked at for fairness only' })),
    ],
    excludedRows: data.excludeRows.map(({ column, because }) => ({ column, because })),
    patientsKeptTogetherBy: data.groupColumn ?? null,
    subgroups: (evaluation?.subgroups ?? []).map(({ column, groups }) => ({
      column,
      groups: groups.map(({ group, rows }) => ({ group, rows })),
    })),
  };
}
