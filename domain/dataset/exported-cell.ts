/** Where a spreadsheet would take a text for a formula (owasp.org, "CSV Injection"). A number of ours never begins so, but for its minus. */
const formula = /^[=+\-@\t\r]/;
const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** A cell of what people open in a spreadsheet: a formula becomes a text. */
export const exportedCell = (cell: string): string =>
  formula.test(cell) && !number.test(cell) ? `'${cell}` : cell;
