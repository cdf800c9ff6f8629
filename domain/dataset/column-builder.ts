import type { FeatureSpec } from './features.ts';
import type { Column } from './table.ts';

/** Collects one column's values while rows are read. */
export class ColumnBuilder {
  readonly name: string;
  readonly #numeric: boolean;
  readonly #numbers: number[] = [];
  readonly #texts: (string | null)[] = [];
  /** How many values are missing so far. */
  missing = 0;

  constructor(feature: FeatureSpec) {
    this.name = feature.name;
    this.#numeric = feature.kind === 'numeric';
  }

  push(value: number | string | null): void {
    if (value === null || Number.isNaN(value)) this.missing += 1;
    if (this.#numeric) this.#numbers.push(typeof value === 'number' ? value : Number.NaN);
    else this.#texts.push(typeof value === 'string' ? value : null);
  }

  column(): Column {
    return this.#numeric
      ? { name: this.name, kind: 'numeric', values: Float64Array.from(this.#numbers) }
      : { name: this.name, kind: 'categorical', values: this.#texts };
  }
}
