const longest = 63;

/**
 * An id for a dataset after its file: letters, digits, dots, dashes and underscores, a letter or digit first, and the time, so
 * that a mended file of the same name is a dataset of its own.
 */
export function datasetIdOf(fileName: string, now: Date): string {
  const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const name = fileName
    .replace(/\.csv$/i, '')
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, longest - time.length - 1)
    .replace(/[^A-Za-z0-9]+$/, '');
  return `${name || 'table'}-${time}`;
}
