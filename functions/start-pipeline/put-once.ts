import { ConditionFailedError, type ObjectStore } from '../../domain/ports.ts';

/** Whoever writes it first has written it: of two deliveries of one state, both go on with the same bytes. */
export async function putOnce(
  objects: ObjectStore,
  key: string,
  body: Uint8Array | string,
  contentType = 'application/json',
): Promise<void> {
  try {
    await objects.put(key, body, { ifAbsent: true, contentType });
  } catch (error) {
    if (!(error instanceof ConditionFailedError)) throw error;
  }
}
