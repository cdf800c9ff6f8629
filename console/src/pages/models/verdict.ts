/** Less than this cannot be seen in a table of three digits. */
const visible = 0.0005;

/** Whether a change of a metric is for the better. */
export function verdict(change: number, lessIsBetter: boolean): 'better' | 'worse' | 'same' {
  if (Math.abs(change) < visible) return 'same';
  return change > 0 === lessIsBetter ? 'worse' : 'better';
}
