import type * as z from 'zod/mini';
import { ConditionFailedError, type Clock, type RecordStore, type RecordWrite } from '../ports.ts';
import { keys } from '../records/keys.ts';
import { toJson } from '../records/typed.ts';
import { parseWith } from '../validation/parse.ts';

interface EffectKey {
  readonly executionName: string;
  readonly state: string;
}

interface Effect<T> {
  readonly output: T;
  /** Go into one transaction with the note that the effect happened. */
  readonly writes?: readonly RecordWrite[];
}

/**
 * The output of a state's effect, which happens once however often the state is delivered: a second delivery finds the
 * first one's note and returns its output. What `effect` does outside the record store must be idempotent by itself
 * (objects by key, pipelines by client token, notifications by key).
 *
 * @throws what `effect` throws; ConditionFailedError where another write than the note's own was overtaken: the state is
 * then delivered again by the caller's Retry.
 */
export async function effectOnce<S extends z.ZodMiniType<object>>(
  deps: { readonly records: RecordStore; readonly clock: Clock },
  key: EffectKey,
  schema: S,
  effect: () => Promise<Effect<z.output<S>>>,
): Promise<z.output<S>> {
  const recordKey = keys.effect(key.executionName, key.state);
  const noted = async () => {
    const found = await deps.records.get(recordKey);
    return found && parseWith(schema, found.data['output'], `effect ${key.state} of ${key.executionName}`);
  };
  const before = await noted();
  if (before) return before;
  const { output, writes = [] } = await effect();
  const data = toJson({ output, at: deps.clock.now().toISOString() });
  try {
    await deps.records.write([...writes, { op: 'put', record: { ...recordKey, data }, condition: 'absent' }]);
  } catch (error) {
    if (!(error instanceof ConditionFailedError)) throw error;
    const other = await noted();
    if (!other) throw error;
    return other;
  }
  return output;
}
