/** Rows as CSV (RFC 4180, LF): what csvRecords reads back as it was. */
export const csvText = (rows: Iterable<readonly string[]>): string => {
  let text = '';
  for (const row of rows) text += `${row.map(quoted).join(',')}\n`;
  return text;
};

const quoted = (cell: string): string =>
  /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
