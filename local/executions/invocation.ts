import type { Json, JsonObject } from '../../domain/ports.ts';
import { maxPayloadBytes, StateError, stateErrors } from './asl.ts';

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a `lambda:invoke` task asks for. Throws StateError States.Runtime where the parameters name no function. */
export function invocationOf(given: Json): { readonly functionName: string; readonly payload: Json } {
  const name = isObject(given) ? given['FunctionName'] : undefined;
  if (!isObject(given) || typeof name !== 'string')
    throw new StateError(stateErrors.runtime, 'Parameters: expected FunctionName and Payload');
  return { functionName: name, payload: given['Payload'] ?? {} };
}

/** What `lambda:invoke` gives back. */
export const invocationResult = (payload: Json): Json => ({
  ExecutedVersion: '$LATEST',
  Payload: payload,
  StatusCode: 200,
});

/**
 * The key of `functions` that a FunctionName means: `arn:…:function:modelkeep-dev-evaluate-model:live` and
 * `modelkeep-dev-evaluate-model` both end in `evaluate-model`. The longest that fits.
 */
export function functionKeyOf(functionName: string, keys: Iterable<string>): string | undefined {
  const parts = functionName.split(':');
  const at = parts.indexOf('function');
  const name = at >= 0 ? (parts[at + 1] ?? '') : (parts[0] ?? '');
  return [...keys]
    .filter((key) => name === key || name.endsWith(`-${key}`))
    .sort((a, b) => b.length - a.length)[0];
}

/** As Lambda reports a thrown error: its name is what Retry and Catch match. */
export function functionError(error: unknown): StateError {
  const isError = typeof error === 'object' && error !== null && 'message' in error && 'name' in error;
  const errorType = isError ? String(error.name) : 'Error';
  const errorMessage = isError ? String(error.message) : 'a value that is no Error was thrown';
  return new StateError(errorType, JSON.stringify({ errorType, errorMessage }), { cause: error });
}

/** The value itself, where it is not larger than AWS takes. Throws StateError States.DataLimitExceeded. */
export function withinLimit<T extends Json>(value: T, what: string): T {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes <= maxPayloadBytes) return value;
  throw new StateError(
    stateErrors.dataLimit,
    `${what}: ${bytes} bytes of JSON, at most ${maxPayloadBytes} pass from state to state; put it into the object store and pass its key`,
  );
}

/** What a function gave back, as JSON carries it. */
export const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null)) as Json;
