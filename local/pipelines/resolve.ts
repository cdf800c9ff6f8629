import { StepFailedError } from './errors.ts';
import { functionOf, isRecord } from '../../pipelines/sagemaker/value.ts';

/** Where the values of a run come from. */
export interface RunValues {
  /** The value of `Parameters.X`, `Execution.X` or `Steps.X.…`. */
  get(reference: string): unknown;
  /** A value in a property file, named as `Steps.X.PropertyFiles.Y`. */
  json(propertyFile: string, path: string): unknown;
}

/** `value` with every function in it filled in. */
export function resolveValue(value: unknown, values: RunValues): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, values));
  if (!isRecord(value)) return value;
  const called = functionOf(value);
  if (called?.kind === 'Get') return values.get(String(called.body));
  if (called?.kind === 'Std:Join' && isRecord(called.body)) {
    const { On: on, Values: parts } = called.body;
    const texts = Array.isArray(parts) ? parts.map((part) => textOf(resolveValue(part, values))) : [];
    return texts.join(typeof on === 'string' ? on : '');
  }
  if (called?.kind === 'Std:JsonGet') {
    const { body } = called;
    const file = isRecord(body) && isRecord(body['PropertyFile']) ? body['PropertyFile']['Get'] : undefined;
    if (typeof file !== 'string')
      throw new StepFailedError(
        'a Std:JsonGet of an S3 address is not read on one machine; use a property file',
      );
    return values.json(file, isRecord(body) ? textOf(body['Path']) : '');
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveValue(inner, values)]));
}

/** A value inside a text: numbers and booleans as JSON writes them. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
