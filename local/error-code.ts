/** The `code` (or SQLite's `errcode`) of a Node error, whichever realm it was made in. */
export function errorCode(error: unknown, field: 'code' | 'errcode' = 'code'): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, field) : undefined;
}

/** `Name: message` of an error, whichever realm it was made in. */
export function errorText(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error))
    return 'a value that is no Error was thrown';
  return `${String(Reflect.get(error, 'name') ?? 'Error')}: ${String(error.message)}`;
}
