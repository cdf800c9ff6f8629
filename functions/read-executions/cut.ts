const longestText = 500;
const longestList = 50;
const mostLevels = 6;

/**
 * A value with its long texts and lists cut, so that an answer stays some tens of kilobytes whatever a state was given: the
 * interpreter itself takes 256 KiB.
 */
export function cut(value: unknown, levels = mostLevels): unknown {
  if (typeof value === 'string')
    return value.length > longestText ? `${value.slice(0, longestText)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) {
    const first = value.slice(0, longestList).map((item) => cut(item, levels - 1));
    return value.length > longestList ? [...first, `… ${value.length - longestList} more`] : first;
  }
  const entries = Object.entries(value).map(([key, item]) => [key, cut(item, levels - 1)] as const);
  const more = entries.length - longestList;
  return Object.fromEntries(
    more > 0 ? [...entries.slice(0, longestList), ['…', `${more} more`] as const] : entries,
  );
}
