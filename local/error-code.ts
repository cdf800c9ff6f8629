/** The `code` (or SQLite's `errcode`) of a Node error, whichever realm it was made in. */
export function errorCode(error: unknown, field: 'code' | 'errcode' = 'code'): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, field) : undefined;
}
