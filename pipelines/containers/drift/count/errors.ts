/** A query that failed. The message holds nothing of the data. */
export class CountError extends Error {
  override readonly name = 'CountError';

  /** DuckDB quotes what it could not read: kept are the kind of its error, and file and line where it says them. */
  static ofDuckDb(error: unknown): CountError {
    const text =
      typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
    const kind = /^[A-Za-z ]+ Error/.exec(text)?.[0] ?? 'an error';
    const column = /column "?([^"\s]+)"? (?:not found|does not)/i.exec(text)?.[1];
    const line = /\bline:?\s+(\d+)/i.exec(text)?.[1];
    const file = /(?:^|\n)\s*file\s*=\s*(\S+)/i.exec(text)?.[1] ?? /file "([^"\n]+)"/i.exec(text)?.[1];
    const missing = /(?:Referenced column|Column with name:?) "([^"\n]+)"/i.exec(text)?.[1];
    const where = [
      ...(file === undefined ? [] : [file]),
      ...(line === undefined ? [] : [`line ${line}`]),
      ...((missing ?? column) ? [`column ${missing ?? column ?? ''}, which the files do not have`] : []),
    ];
    return new CountError(
      `DuckDB could not read the captured data: ${kind}${where.length > 0 ? ` (${where.join(', ')})` : ''}; look at the files by hand, its own message quotes them`,
    );
  }
}
