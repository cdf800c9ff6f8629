import { parsePath, parseReference } from '../../pipelines/sagemaker/reference.ts';
import { StepFailedError } from './errors.ts';
import { valueAt } from './property.ts';
import type { RunValues } from './resolve.ts';
import type { Properties } from './steps/job.ts';

/** What a run knows so far: its parameters, itself, and what each step that has ended left. */
export class KnownValues implements RunValues {
  readonly #parameters: Readonly<Record<string, unknown>>;
  readonly #execution: Readonly<Record<string, unknown>>;
  readonly #properties = new Map<string, Properties>();
  readonly #files = new Map<string, unknown>();

  constructor(parameters: Readonly<Record<string, unknown>>, execution: Readonly<Record<string, unknown>>) {
    this.#parameters = parameters;
    this.#execution = execution;
  }

  has(step: string): boolean {
    return this.#properties.has(step);
  }

  note(step: string, properties: Properties, files: ReadonlyMap<string, unknown> = new Map()): void {
    this.#properties.set(step, properties);
    for (const [name, json] of files) this.#files.set(`Steps.${step}.PropertyFiles.${name}`, json);
  }

  /** @throws StepFailedError for what is not known. */
  get(text: string): unknown {
    const reference = parseReference(text);
    if (reference?.of === 'Parameters') return this.#parameters[reference.name];
    if (reference?.of === 'Execution') return this.#execution[reference.name];
    const value = reference && valueAt(this.#properties.get(reference.step), reference.path);
    if (value === undefined)
      throw new StepFailedError(`${text}: the step left no such property on this machine`);
    return value;
  }

  json(propertyFile: string, path: string): unknown {
    return valueAt(this.#files.get(propertyFile), parsePath(path) ?? []);
  }
}
