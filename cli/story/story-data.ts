import type { UseCase } from '../../domain/usecase/schema.ts';

export type FeatureValues = Readonly<Record<string, number | string | null>>;

/** A patient of the story: what is known of them, and what will turn out. */
export interface Patient {
  /** As the ward knows them; the platform keeps a pseudonym. */
  readonly patientId: string;
  readonly features: FeatureValues;
  readonly diagnosis: 0 | 1;
}

/** What the story says of an application, in sentences of its own. */
interface Telling {
  /** Where its rows are from: "rows of the embedded table". */
  readonly rows: string;
  /** Who comes, and who says later what was the case. */
  readonly visits: string;
  readonly change: string;
  /** What a reader must know to read the result right: whether the data is made up, what the label stands for. */
  readonly notes: readonly string[];
}

export interface StoryData {
  /** The application as the story plays it, where that is not as it is deployed. */
  readonly useCase?: UseCase;
  /** What must lie in the object store before the first training, by key: photographs. */
  readonly objects?: ReadonlyMap<string, Uint8Array>;
  /** The rows that version 1 learns from, as CSV. */
  readonly baseCsv: string;
  readonly baseRows: number;
  /** Endless patients whom no version has learned from, before or after the change. */
  nextPatients(count: number, changed: boolean): Patient[];
  readonly telling: Telling;
}

export interface StoryDataOptions {
  readonly seed?: number;
  /** A table in the place of the application's own. */
  readonly data?: string | undefined;
}
